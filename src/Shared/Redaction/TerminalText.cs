namespace ServerlessMcp.Redaction;

/// <summary>What a terminal would show, as text: without the frame of a log (STX, ETX), colours, cursor movements and
/// other characters that nobody sees, which would keep a token from being known for one.</summary>
public static class TerminalText
{
    private const char Escape = '\u001b';

    /// <summary>The text, with line feeds alone as line ends.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
                i = EndOfEscape(text, i);
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i = Pair(text, i, clean);
            else if (text[i] != '\r' && !InvisibleText.IsHidden(text[i]))
                clean.Append(text[i]);
        }

        return clean.ToString();
    }

    // A character beyond the first plane: tags and variation selectors are there.
    private static int Pair(string text, int at, StringBuilder clean)
    {
        if (!InvisibleText.IsHidden(char.ConvertToUtf32(text[at], text[at + 1])))
            clean.Append(text, at, 2);
        return at + 1;
    }

    // ECMA-48: CSI is ESC [ parameters letter; OSC, which names hyperlinks and titles, is ESC ] text BEL or ESC \; of
    // any other escape one more character.
    private static int EndOfEscape(string text, int at)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '[')
        {
            do
            {
                end++;
            }
            while (end < text.Length && text[end] is >= ' ' and <= '?');
        }
        else if (end < text.Length && text[end] == ']')
        {
            while (end < text.Length && text[end] != '\a' && text[end] != '\n' && text[end] != Escape)
                end++;
            if (end + 1 < text.Length && text[end] == Escape)
                end++;
        }

        return end;
    }
}
