namespace ServerlessMcp.Redaction.Secrets;

/// <summary>Credentials as commands and their files have them, told by the words around them.</summary>
internal static class CommandSecret
{
    // A longer one is no password.
    private const int LongestValue = 512;

    private static readonly SearchValues<char> AfterWord = SearchValues.Create(" \t\r\n'\"");

    /// <summary><c>machine api.example.com login x password …</c></summary>
    public static (int Start, int End) Netrc(ReadOnlySpan<char> text, int at)
    {
        if (!text[Math.Max(0, at - 100)..at].Contains("machine ", StringComparison.Ordinal))
            return default;
        var rest = text.Slice(at + " login ".Length, Math.Min(text.Length - at - " login ".Length, 128));
        var password = rest.IndexOf(" password ");
        return password < 0 ? default : Next(text, at + " login ".Length + password + " password".Length);
    }

    /// <summary><c>ConvertTo-SecureString "…"</c></summary>
    public static (int Start, int End) SecureString(ReadOnlySpan<char> text, int at)
    {
        var quote = text.Slice(at, Math.Min(text.Length - at, 64)).IndexOfAny('"', '\'');
        if (quote < 0)
            return default;
        var value = at + quote + 1;
        var length = text.Slice(value, Math.Min(text.Length - value, LongestValue)).IndexOfAny(text[value - 1], '\n');
        return length > 3 && text[value] != '$' ? (value, value + length) : default;
    }

    /// <summary>What stands behind, up to the next space, without its quotes.</summary>
    public static (int Start, int End) Next(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\'' or '"')
            at++;
        var length = text[at..].IndexOfAny(AfterWord);
        var end = length < 0 ? text.Length : at + length;
        return end - at >= 4 && text[at] != '$' ? (at, end) : default;
    }

    /// <summary><c>curl -u user:password</c></summary>
    public static (int Start, int End) User(ReadOnlySpan<char> text, int at)
    {
        var from = at + text[at..].IndexOf('-');
        from += text[from..].IndexOf(' ') + 1;
        var length = text[from..].IndexOfAny(" \t\r\n");
        var value = length < 0 ? text[from..] : text.Slice(from, length);
        return value.Length is > 3 and < 256 && value.IndexOf(':') is > 0 and var colon
            && !value.Contains("://", StringComparison.Ordinal) ? (from + colon + 1, from + value.Length) : default;
    }
}
