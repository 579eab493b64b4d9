namespace ServerlessMcp.Redaction;

/// <summary>Terminal sequences (ECMA-48) within the strings of JSON in UTF-8.</summary>
internal static class TerminalSequence
{
    private const int Escape = 0x1B;
    private const int ControlSequence = 0x9B;

    /// <summary>Where a terminal sequence ends that the character before began; the very next character for any other. Never past
    /// the end of the string.</summary>
    public static int End(ReadOnlySpan<byte> json, int at, int character)
    {
        switch (character)
        {
            case ControlSequence:
                return EndOfControl(json, at);
            case Escape when json[at] == '[':
                return EndOfControl(json, at + 1);
            case Escape when json[at] is (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_':
                return EndOfText(json, at + 1);
            case Escape:
                while (json[at] is >= 0x20 and <= 0x2F and not (byte)'"')
                    at++;
                return json[at] is >= 0x30 and <= 0x7E and not (byte)'\\' ? at + 1 : at;
            default:
                return at;
        }
    }

    // CSI: parameters, intermediates, one final byte.
    private static int EndOfControl(ReadOnlySpan<byte> json, int at)
    {
        while (json[at] is >= 0x20 and <= 0x3F and not (byte)'"')
            at++;
        return json[at] is >= 0x40 and <= 0x7E and not (byte)'\\' ? at + 1 : at;
    }

    // OSC and its like (titles, hyperlinks): text up to BEL or ST, and not past the line.
    private static int EndOfText(ReadOnlySpan<byte> json, int at)
    {
        while (json[at] != '"')
        {
            var (character, length) = InvisibleText.Read(json, at);
            switch (character)
            {
                case '\n':
                    return at;
                case '\a' or 0x9C:
                    return at + length;
                case Escape:
                    at += length;
                    return json[at..].StartsWith("\\\\"u8) ? at + 2 : at;
                default:
                    at += length;
                    break;
            }
        }

        return at;
    }
}
