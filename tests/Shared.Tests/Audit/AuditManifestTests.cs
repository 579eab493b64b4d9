using System.Security.Cryptography;
using System.Text;
using ServerlessMcp.Audit;

namespace ServerlessMcp.Tests.Audit;

/// <summary>The last line of an export, whose bytes are what is signed: exports of earlier versions are verified by them.</summary>
public sealed class AuditManifestTests
{
    private const string Whole =
        """{"chain":"mcp-1","owner":"acme","first":1,"previous":"p","last":7,"hash":"h","count":7,"whole":true,"head":7,"head_hash":"h","exported_at":"2026-01-02T03:04:05Z","key":"k"}""";

    private static readonly AuditManifest Manifest = new("mcp-1", "acme", 1, "p", 7, "h", 7, IsWhole: true,
        new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)), "k", 7, "h");

    [Fact]
    public void Its_members_stand_in_their_order_and_its_time_in_whole_seconds_of_UTC()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.StartsWith($$"""{"manifest":{{Whole}},"signature":" """.TrimEnd(), Encoding.UTF8.GetString(Manifest.Sign(key)), StringComparison.Ordinal);
        var without = Encoding.UTF8.GetString((Manifest with { Head = null, HeadHash = null }).Sign(key));
        Assert.DoesNotContain("head", without, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_signed_is_read_and_a_byte_more_is_not_signed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var line = Encoding.UTF8.GetString(Manifest.Sign(key));
        Assert.Equal(Manifest with { ExportedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, AuditManifest.Read(Encoding.UTF8.GetBytes(line), key, out var isSigned));
        Assert.True(isSigned);
        var changed = line.Replace("\"count\":7", "\"count\":6", StringComparison.Ordinal);
        Assert.Equal(6, AuditManifest.Read(Encoding.UTF8.GetBytes(changed), key, out isSigned)!.Count);
        Assert.False(isSigned);
    }

    [Theory]
    [InlineData("\"chain\":\"mcp-1\",", "")]
    [InlineData("\"count\":7,", "")]
    [InlineData("\"count\":7,", "\"count\":\"7\",")]
    [InlineData("\"owner\":\"acme\",", "\"owner\":null,")]
    [InlineData("\"key\":\"k\"", "\"key\":\"k\",\"key\":\"l\"")]
    [InlineData("\"exported_at\":\"2026-01-02T03:04:05Z\",", "\"exported_at\":\"yesterday\",")]
    public void What_lacks_a_member_or_has_one_of_another_kind_is_no_manifest(string there, string instead)
    {
        var line = $$"""{"manifest":{{Whole.Replace(there, instead, StringComparison.Ordinal)}},"signature":"AAAA"}""";
        Assert.Null(AuditManifest.Read(Encoding.UTF8.GetBytes(line), null, out _));
    }
}
