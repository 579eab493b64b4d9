using System.Text;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>What says by its form that it is a credential is in no text that leaves, wherever it stands and wherever the text is cut.</summary>
public sealed class SecretTextTests
{
    private const string Body = "MIIEowIBAAKCAQEAcanarycanarycanary";

    public static TheoryData<string, string> Secrets => new()
    {
        { "AAAAAAAAAAAAAA.atlasv1.canarycanarycanarycanary", "canary" },
        { "https://root:canary-password@example.com/x", "canary" },
        { "ghp_canarycanarycanarycanary", "canary" },
        { "Bearer canarycanarycanarycanary", "canary" },
        { $"-----BEGIN RSA PRIVATE KEY-----\n{Body}\n{Body}\n-----END RSA PRIVATE KEY-----", "canary" },
        { $"-----BEGIN PRIVATE KEY-----\\n{Body}\\n-----END PRIVATE KEY-----", "canary" },
        { $"-----BEGIN OPENSSH PRIVATE KEY----- {Body}", "canary" },
    };

    [Theory, MemberData(nameof(Secrets))]
    public void A_text_that_is_cut_is_cut_after_secrets_are_out_of_it(string secret, string canary)
    {
        for (var before = 0; before <= ErrorDocument.MaxTextLength; before++)
        {
            var shown = ErrorDocument.Clean(new string('x', before) + " " + secret + " and after");
            Assert.InRange(shown.Length, 1, ErrorDocument.MaxTextLength);
            Assert.DoesNotContain(canary, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("atlasv1", shown, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Secrets))]
    public void What_stands_around_a_secret_stays(string secret, string canary)
    {
        var shown = SecretText.Scrub($"before {secret}");
        Assert.StartsWith("before ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(canary, shown, StringComparison.Ordinal);
        Assert.Contains(PresignedUrl.Withheld, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_within_an_errors_detail_is_in_no_diagnostic()
    {
        var shown = StructuredLine.Clean("error", "Invalid key", $"The key was:\n-----BEGIN EC PRIVATE KEY-----\n{Body}\n-----END EC PRIVATE KEY-----\nGive another.", SecretCopies.None);
        Assert.Equal($"The key was:\n{PresignedUrl.Withheld}\nGive another.", shown.Detail);
    }

    [Fact]
    public void A_private_key_over_many_lines_of_a_log_is_withheld_and_a_certificate_is_not()
    {
        var log = $"key:\n-----BEGIN PRIVATE KEY-----\n{Body}\n{Body}\n-----END PRIVATE KEY-----\nthen\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nend";
        var shown = LogLines.TextOf(Encoding.UTF8.GetBytes(log));
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.EndsWith("\nthen\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nend", shown, StringComparison.Ordinal);
        Assert.Equal(10, shown.Split('\n').Length);
    }
}
