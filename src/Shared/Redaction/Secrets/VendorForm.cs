namespace ServerlessMcp.Redaction.Secrets;

/// <summary>A secret behind the name of its vendor and a sign that gives a value: <c>DATADOG_API_KEY="…"</c>.</summary>
internal sealed record VendorForm(string Id, string Word, SearchValues<char> Alphabet, int Least, int Most)
    : SecretForm(Id, Word, IgnoresCase: true)
{
    private const int LongestName = 20;

    private static readonly SearchValues<char> Name =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.- \t");

    public override bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        var name = at + Word.Length;
        var sign = name + SecretAlphabet.Run(text[name..], Name, LongestName + 1);
        if (sign - name > LongestName || AssignedValue.Begin(text, sign) is not (>= 0 and var value))
            return false;
        var length = SecretAlphabet.Run(text[value..], Alphabet, Most + 1);
        (start, end) = (value, value + length);

        // A word is no token, whatever its length.
        return length >= Least && length <= Most
            && (end == text.Length
                || text[end] is ' ' or '"' or '\'' or '`' or ';' or '\n' or '\r' or '\t' or '\\' or ',' or '}')
            && text[start..end].ContainsAnyInRange('0', '9');
    }
}
