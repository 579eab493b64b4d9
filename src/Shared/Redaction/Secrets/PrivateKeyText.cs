namespace ServerlessMcp.Redaction.Secrets;

/// <summary>Private keys in PEM and its like, which stand over many lines, or with their line ends as <c>\n</c> where
/// somebody printed JSON. A certificate or a public key is none.</summary>
internal static class PrivateKeyText
{
    /// <summary>How they begin, and much else with them.</summary>
    public const string Begin = "-----BEGIN ";

    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 60;

    /// <summary>The key that begins here; empty if none does. Without an end it is all that follows.</summary>
    public static (int Start, int End) Find(ReadOnlySpan<char> text, int at) =>
        IsPrivateKey(text[at..]) ? (at, EndOf(text, at)) : default;

    /// <summary>Whether a private key begins in the text and does not end there: a log prints one over many lines, and
    /// only the first and the last say what it is.</summary>
    public static bool IsOpen(string text) =>
        text.LastIndexOf(Begin, StringComparison.OrdinalIgnoreCase) is var begin and >= 0
        && IsPrivateKey(text.AsSpan(begin)) && !text.AsSpan(begin).Contains(End, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a private key that is open ends in the text.</summary>
    public static bool Closes(string text) => text.Contains(End, StringComparison.OrdinalIgnoreCase);

    // -----BEGIN RSA PRIVATE KEY-----, -----BEGIN PGP PRIVATE KEY BLOCK-----
    private static bool IsPrivateKey(ReadOnlySpan<char> from)
    {
        var label = from[Begin.Length..];
        var end = label[..Math.Min(label.Length, LongestLabel + Dashes.Length)].IndexOf(Dashes, StringComparison.Ordinal);
        return end >= 0 && label[..end].Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase);
    }

    private static int EndOf(ReadOnlySpan<char> text, int from)
    {
        var end = text[from..].IndexOf(End, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
            return text.Length;
        var label = from + end + End.Length;
        var dashes = text[label..].IndexOf(Dashes, StringComparison.Ordinal);
        return dashes < 0 ? text.Length : label + dashes + Dashes.Length;
    }
}
