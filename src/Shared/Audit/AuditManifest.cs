using System.Buffers.Text;
using System.Runtime.InteropServices;

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
/// <param name="Head">An entry that the store was known to have had; null if it knew of none.</param>
/// <param name="HeadHash">That entry's hash.</param>
/// <param name="ExportedAt">When.</param>
/// <param name="KeyId">As <see cref="AuditKey.IdOf"/>.</param>
public sealed record AuditManifest(
    string Chain, string Owner, long First, string Previous, long Last, string Hash, long Count, bool IsWhole,
    long? Head, string? HeadHash, DateTimeOffset ExportedAt, string KeyId)
{
    private static ReadOnlySpan<byte> Purpose => "serverless-mcp audit manifest 1\n"u8;

    /// <summary>The signed line, without a line feed.</summary>
    public byte[] Sign(ECDsa key)
    {
        var manifest = Write(WriteTo);
        var signature = Base64Url.EncodeToString(key.SignData([.. Purpose, .. manifest], HashAlgorithmName.SHA256));
        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("manifest");
            writer.WriteRawValue(manifest, skipInputValidation: true);
            writer.WriteString("signature", signature);
            writer.WriteEndObject();
        });
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
            return new AuditManifest(
                Text("chain"), Text("owner"), Number("first"), Text("previous"), Number("last"), Text("hash"),
                Number("count"), manifest.GetProperty("whole").GetBoolean(),
                manifest.TryGetProperty("head", out var head) ? head.GetInt64() : null,
                manifest.TryGetProperty("head_hash", out var hash) ? hash.GetString() : null,
                manifest.GetProperty("exported_at").GetDateTimeOffset(), Text("key"));

            string Text(string name) => manifest.GetProperty(name).GetString()!;
            long Number(string name) => manifest.GetProperty(name).GetInt64();
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("chain", Chain);
        writer.WriteString("owner", Owner);
        writer.WriteNumber("first", First);
        writer.WriteString("previous", Previous);
        writer.WriteNumber("last", Last);
        writer.WriteString("hash", Hash);
        writer.WriteNumber("count", Count);
        writer.WriteBoolean("whole", IsWhole);
        if (Head is { } head)
        {
            writer.WriteNumber("head", head);
            writer.WriteString("head_hash", HeadHash);
        }

        writer.WriteString(
            "exported_at", ExportedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("key", KeyId);
        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
