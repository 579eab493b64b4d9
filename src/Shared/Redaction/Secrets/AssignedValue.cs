namespace ServerlessMcp.Redaction.Secrets;

/// <summary>The value behind a name: where it begins and ends.</summary>
internal static class AssignedValue
{
    private const int LongestSpace = 64;
    private const int LongestValue = 4096;

    private static readonly SearchValues<char> AfterValue = SearchValues.Create(" \t\r\n\"'`,;&<>)]}|\\");

    /// <summary>Where the value begins that a sign gives (<c>=</c>, <c>:</c>, <c>=&gt;</c>, <c>:=</c>, a tag's end),
    /// quotes around name and value passed over; -1 if there is no such sign here.</summary>
    public static int Begin(ReadOnlySpan<char> text, int at)
    {
        at = Quotes(text, Space(text, at), 4);
        at = Space(text, at);
        var sign = at;
        while (at < text.Length && at - sign < 3 && text[at] is '=' or ':' or '>' or '?' or '|')
            at++;
        if (at == sign || (at < text.Length && text[at] == '/' && text[at - 1] == ':'))
            return -1;
        at = Space(text, at);
        return Quotes(text, at, 3);
    }

    /// <summary>Where the value ends that begins here.</summary>
    public static int End(ReadOnlySpan<char> text, int at, bool isQuoted)
    {
        var rest = text.Slice(at, Math.Min(text.Length - at, LongestValue));
        if (isQuoted && rest.IndexOf(text[at - 1]) is var quote and >= 0)
            return at + (quote > 0 && rest[quote - 1] == '\\' ? quote - 1 : quote);
        var length = rest.IndexOfAny(AfterValue);
        return at + (length < 0 ? rest.Length : length);
    }

    // \" or " or '
    private static int Quotes(ReadOnlySpan<char> text, int at, int most)
    {
        for (var i = 0; i < most && at < text.Length
            && (text[at] is '"' or '\'' or '`'
                || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'' or '\\')); i++)
        {
            at++;
        }

        return at;
    }

    /// <summary>Passes over spaces.</summary>
    public static int Space(ReadOnlySpan<char> text, int at)
    {
        var end = Math.Min(text.Length, at + LongestSpace);
        while (at < end && text[at] is ' ' or '\t')
            at++;
        return at;
    }
}
