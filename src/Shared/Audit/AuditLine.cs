namespace ServerlessMcp.Audit;

/// <summary>
/// One entry of the audit trail as one line of JSON: <c>{"chain","sequence","previous","at",…,"hash"}</c>. The hash is
/// the SHA-256 of the line's own bytes without its last member, <c>,"hash":"…"</c>: a line is verified as it stands,
/// and needs no canonical form that two programs could disagree on. A JSON writer that escapes all but ASCII makes it,
/// so that nothing in an argument can end a line, hide in it or reorder it on a screen (OWASP log injection).
/// </summary>
/// <param name="Chain">The chain.</param>
/// <param name="Sequence">The entry's number in it, from 1.</param>
/// <param name="Previous">The hash of the entry before; 64 zeros before the first.</param>
/// <param name="Hash">The entry's own hash: 64 lower-case hex digits.</param>
/// <param name="Bytes">The line, without a line feed.</param>
public sealed record AuditLine(string Chain, long Sequence, string Previous, string Hash, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What stands before the first entry.</summary>
    public static readonly string Start = new('0', 64);

    private const int HashLength = 64;

    private static ReadOnlySpan<byte> HashMember => ",\"hash\":\""u8;

    private static int TailLength => HashMember.Length + HashLength + 2;

    /// <summary>The entry that follows another.</summary>
    public static AuditLine Seal(string chain, long sequence, string previous, DateTimeOffset at, Action<Utf8JsonWriter> members)
    {
        var bytes = Write(at, members, writer =>
        {
            writer.WriteString("chain", chain);
            writer.WriteNumber("sequence", sequence);
            writer.WriteString("previous", previous);
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return new AuditLine(
            chain, sequence, previous, hash,
            (byte[])[.. bytes[..^1], .. HashMember, .. Encoding.ASCII.GetBytes(hash), (byte)'"', (byte)'}']);
    }

    /// <summary>A line that is in no chain, for the log alone.</summary>
    public static ReadOnlyMemory<byte> Loose(DateTimeOffset at, Action<Utf8JsonWriter> members) =>
        Write(at, members, _ => { }).ToArray();

    /// <summary>Reads a line, and holds its hash against its bytes; null, and why, if it is no entry or not what was
    /// written.</summary>
    public static AuditLine? Read(ReadOnlyMemory<byte> line, out string? complaint)
    {
        complaint = "it is no entry of an audit trail";
        var bytes = line.Span;
        if (bytes.Length <= TailLength || !bytes[^TailLength..].StartsWith(HashMember) || !bytes.EndsWith("\"}"u8))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entry = json.RootElement;
            var read = new AuditLine(
                entry.GetProperty("chain").GetString()!, entry.GetProperty("sequence").GetInt64(),
                entry.GetProperty("previous").GetString()!,
                entry.GetProperty("hash").GetString()!, line);
            var hash = Convert.ToHexStringLower(SHA256.HashData([.. bytes[..^TailLength], (byte)'}']));
            complaint = hash == read.Hash ? null : "it was changed: its hash is not that of its bytes";
            return complaint is null ? read : null;
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Write(DateTimeOffset at, Action<Utf8JsonWriter> members, Action<Utf8JsonWriter> place)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            place(writer);
            writer.WriteString("at", at.UtcDateTime);
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
