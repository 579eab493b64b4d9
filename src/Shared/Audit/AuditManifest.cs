using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace ServerlessMcp.Audit;

/// <summary>
/// The last line of an export: <c>{"manifest":{…},"signature":"…"}</c>. It says which entries the file has, so that one
/// that is dropped at the end is missed as well, and is signed: ES256 over <see cref="Purpose"/> and the manifest's own
/// bytes, base64url.
/// </summary>
/// <param name="Chain">The chain.</param>
/// <param name="Owner">The integrated account, or <c>root</c>.</param>
/// <param name="First">The number of the first entry; one more than <paramref name="Last"/> if there is none.</param>
/// <param name="Previous">What the first entry has as the hash before it.</param>
/// <param name="Last">The number of the last entry.</param>
/// <param name="Hash">The last entry's hash.</param>
/// <param name="Count">How many there are.</param>
/// <param name="IsWhole">Whether the chain ended there when the export was made; else another page follows.</param>
/// <param name="ExportedAt">When.</param>
/// <param name="KeyId">As <see cref="AuditKey.IdOf"/>.</param>
/// <param name="Head">An entry that the store was known to have had; null if it knew of none.</param>
/// <param name="HeadHash">That entry's hash.</param>
public sealed record AuditManifest(
    string Chain, string Owner, long First, string Previous, long Last, string Hash, long Count,
    [property: JsonPropertyName("whole")] bool IsWhole,
    [property: JsonPropertyOrder(1), JsonConverter(typeof(ToSecondConverter))] DateTimeOffset ExportedAt,
    [property: JsonPropertyOrder(1), JsonPropertyName("key")] string KeyId, long? Head = null, string? HeadHash = null)
{
    private static ReadOnlySpan<byte> Purpose => "serverless-mcp audit manifest 1\n"u8;

    /// <summary>The signed line, without a line feed.</summary>
    public byte[] Sign(ECDsa key)
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.AuditManifest);
        var signature = Base64Url.EncodeToString(key.SignData([.. Purpose, .. manifest], HashAlgorithmName.SHA256));
        return [.. "{\"manifest\":"u8, .. manifest, .. ",\"signature\":\""u8, .. Encoding.ASCII.GetBytes(signature), .. "\"}"u8];
    }

    /// <summary>Reads the line, and whether it was signed with this key; null if it is no such line.</summary>
    public static AuditManifest? Read(ReadOnlyMemory<byte> line, ECDsa? key, out bool isSigned)
    {
        isSigned = false;
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var manifest = json.RootElement.GetProperty("manifest");
            var signature = json.RootElement.GetProperty("signature").GetString()!;
            isSigned = key is not null && Base64Url.IsValid(signature)
                && key.VerifyData(
                    (byte[])[.. Purpose, .. JsonMarshal.GetRawUtf8Value(manifest)],
                    Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256);
            return manifest.Deserialize(ManifestJson.Default.AuditManifest);
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
