namespace ServerlessMcp.Redaction;

/// <summary>One piece of a long text. The same number always gives the same piece, so that a cursor needs to carry
/// nothing else.</summary>
/// <param name="Text">The piece.</param>
/// <param name="IsLast">Whether nothing comes after it.</param>
/// <param name="TotalBytes">How long the whole is, in UTF-8.</param>
internal sealed record TextPiece(string Text, bool IsLast, int TotalBytes)
{
    /// <summary>How long a piece is at most, in bytes; about 6,000 tokens.</summary>
    public const int Length = 20_000;

    /// <summary>The piece of this number, from 1; an empty one beyond the end.</summary>
    public static TextPiece Number(int number, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var start = Cut(bytes, (number - 1L) * Length);
        var end = Cut(bytes, number * (long)Length);
        return new(Encoding.UTF8.GetString(bytes, start, end - start), end == bytes.Length, bytes.Length);
    }

    /// <summary>The last lines, as many as fit.</summary>
    public static TextPiece Tail(int lines, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var least = Cut(bytes, Math.Max(0L, bytes.Length - Length));
        var start = bytes.Length;
        for (var line = 0; line < lines && start > least; line++)
        {
            // The line feed at the very end ends the last line, it doesn't begin one.
            start = Math.Max(least, bytes.AsSpan(0, start - 1).LastIndexOf((byte)'\n') + 1);
        }

        return new(Encoding.UTF8.GetString(bytes, start, bytes.Length - start), IsLast: true, bytes.Length);
    }

    // At the start of a line if one is near, and never within a character.
    private static int Cut(byte[] bytes, long place)
    {
        if (place >= bytes.Length)
            return bytes.Length;
        var at = (int)place;
        var line = bytes.AsSpan(Math.Max(0, at - (Length / 4)), Math.Min(at, Length / 4)).LastIndexOf((byte)'\n');
        if (line >= 0)
            return Math.Max(0, at - (Length / 4)) + line + 1;
        while (at > 0 && (bytes[at] & 0xC0) == 0x80)
            at--;
        return at;
    }
}
