namespace ServerlessMcp.Redaction;

/// <summary>A text that others wrote as one short line: an error's title or detail, a file's name.</summary>
internal static class ShownLine
{
    /// <summary>The longest line, in characters.</summary>
    public const int MaxLength = 500;

    // As far as a text is looked at: what is kept of it is cut from what is already clean, or half of a token would be
    // shown that nobody knows by its half.
    private const int MaxRead = 16 * 1024;

    /// <summary>Text made safe to show: control and formatting characters (ANSI colours, bidirectional
    /// marks) out, credentials withheld, then cut at <see cref="MaxLength"/>.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PresignedUrl.IsIn(text))
            return PresignedUrl.Withheld;
        var clean = new StringBuilder(Math.Min(text.Length, MaxRead));
        for (var i = 0; i < text.Length && clean.Length < MaxRead; i++)
        {
            if (text[i] == '\u001b')
                i = EndOfEscape(text, i);
            else if (char.IsWhiteSpace(text[i]))
                clean.Append(clean.Length > 0 && clean[^1] == ' ' ? "" : " ");
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i = Pair(text, i, clean);
            else if (!IsInvisible(text[i]))
                clean.Append(text[i]);
        }

        return TextCut.Start(SecretText.Scrub(clean.ToString().Trim()), MaxLength).ToString();
    }

    // ESC [ parameters letter: the colours of a terminal. Any other escape loses its first character only.
    private static int EndOfEscape(string text, int at)
    {
        if (at + 1 >= text.Length || text[at + 1] != '[')
            return at;
        var end = at + 2;
        while (end < text.Length && text[end] is >= ' ' and <= '?')
            end++;
        return end;
    }

    private static int Pair(string text, int at, StringBuilder clean)
    {
        var character = char.ConvertToUtf32(text[at], text[at + 1]);
        if (!InvisibleText.IsHidden(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format)
            clean.Append(text, at, 2);
        return at + 1;
    }

    private static bool IsInvisible(char c) =>
        char.IsControl(c) || InvisibleText.IsHidden(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
