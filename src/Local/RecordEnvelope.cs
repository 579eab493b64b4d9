using System.Runtime.InteropServices;
using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>
/// What stands in a record's file: <c>{"kind","id","owner","expires_at","nonce","content"}</c>. It repeats its address,
/// so that a file that was renamed or copied by hand is refused instead of answering for another record. The nonce
/// makes each write differ, so that a version never comes back, not even with equal content.
/// </summary>
internal static class RecordEnvelope
{
    /// <summary>The limit of <see cref="StoredRecord.Content"/>.</summary>
    public const int MaxContent = 32 * 1024;

    /// <summary>No file of ours is longer: the content, and an envelope of well under 1 KiB.</summary>
    public const int MaxLength = MaxContent + 1024;

    private const int MaxDepth = 1000;

    public static byte[] Write(StoredRecord record)
    {
        if (record.Content.Length > MaxContent)
        {
            throw new ArgumentException(
                $"The content has {record.Content.Length} bytes; a record takes at most {MaxContent}.", nameof(record));
        }

        var bytes = new ArrayBufferWriter<byte>(record.Content.Length + 512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("kind", RecordFolders.Name(record.Kind));
            json.WriteString("id", record.Id);
            json.WriteString("owner", record.Owner);
            if (record.ExpiresAt is { } expiresAt)
                json.WriteString("expires_at", expiresAt);
            else
                json.WriteNull("expires_at");
            json.WriteString("nonce", RandomNumberGenerator.GetHexString(16, lowercase: true));
            json.WritePropertyName("content");
            try
            {
                json.WriteRawValue(record.Content.Span);
            }
            catch (JsonException e)
            {
                throw new ArgumentException("The content is not JSON.", nameof(record), e);
            }

            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The record in a file's bytes; null if they are not the record with this address.</summary>
    public static StoredRecord? Read(RecordKind kind, string owner, string id, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (!root.GetProperty("kind").ValueEquals(RecordFolders.Name(kind))
                || !root.GetProperty("id").ValueEquals(id) || !root.GetProperty("owner").ValueEquals(owner))
            {
                return null;
            }

            var expiresAt = root.GetProperty("expires_at");
            return new StoredRecord(kind, id, owner, JsonMarshal.GetRawUtf8Value(root.GetProperty("content")).ToArray())
            {
                ExpiresAt = expiresAt.ValueKind == JsonValueKind.Null ? null : expiresAt.GetDateTimeOffset(),
                Version = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
