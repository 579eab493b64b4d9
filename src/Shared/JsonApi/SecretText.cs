using System.Buffers;
using System.Text;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// Takes credentials out of free text (a log, an error): what a program printed that nobody could mark. Known are pre-signed URLs, tokens that say by their form what they
/// are, private keys in PEM, and passwords within URLs. What has no such form is not known; keep secrets out of logs all the same.
/// </summary>
internal static class SecretText
{
    private const string BeginKey = "-----BEGIN ";
    private const string EndKey = "-----END ";
    private const string Dashes = "-----";

    // Terraform's own tokens and ours, and those of GitHub, GitLab, Vault and Slack, whose vendors gave them a form so that scanners find them.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [".atlasv1.", "smcp_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "hvs.", "xoxb-", "Bearer ", "Basic ", "://", BeginKey], StringComparison.Ordinal);

    private static readonly SearchValues<char> OfToken = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=~");

    private static readonly SearchValues<char> AfterHost = SearchValues.Create("/ \t\r\n\"'<>?#@");

    /// <summary>The text with every one of them withheld, and nothing else.</summary>
    public static string Scrub(string text)
    {
        text = PresignedUrl.Scrub(text);
        if (!text.AsSpan().ContainsAny(Marks))
            return text;
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Marks) is var mark and >= 0)
        {
            var (start, end) = Secret(rest, mark);
            clean.Append(rest[..start]);
            if (end > start)
                clean.Append(PresignedUrl.Withheld);
            rest = rest[Take(clean, rest, end, mark)..];
        }

        return clean.Append(rest).ToString();
    }

    /// <summary>Whether a private key begins in the text and does not end there: a log prints one over many lines, and only the first and the last say what it is.</summary>
    public static bool IsKeyOpen(string text) =>
        text.LastIndexOf(BeginKey, StringComparison.Ordinal) is var begin and >= 0 && IsPrivateKey(text.AsSpan(begin)) && !text.AsSpan(begin).Contains(EndKey, StringComparison.Ordinal);

    /// <summary>Whether a private key that is open ends in the text.</summary>
    public static bool ClosesKey(string text) => text.Contains(EndKey, StringComparison.Ordinal);

    // Goes on behind the mark at least, so that each is looked at once.
    private static int Take(StringBuilder clean, ReadOnlySpan<char> rest, int end, int mark)
    {
        var next = Math.Max(end, mark + 1);
        clean.Append(rest[end..next]);
        return next;
    }

    private static (int Start, int End) Secret(ReadOnlySpan<char> text, int mark)
    {
        var at = text[mark..];
        if (at.StartsWith("://", StringComparison.Ordinal))
            return Password(text, mark + 3);
        if (at.StartsWith(BeginKey, StringComparison.Ordinal))
            return IsPrivateKey(at) ? (mark, EndOfKey(text, mark)) : (mark, mark);
        if (at.StartsWith("Bearer ", StringComparison.Ordinal) || at.StartsWith("Basic ", StringComparison.Ordinal))
        {
            // "Basic plan" is a product, "Basic dXNlcjpwYXNz…" a credential.
            var from = mark + at.IndexOf(' ') + 1;
            var to = EndOfToken(text, from);
            return to - from >= 16 ? (from, to) : (mark, mark);
        }

        var start = at[0] == '.' ? text[..mark].LastIndexOfAnyExcept(OfToken) + 1 : mark;
        var end = EndOfToken(text, mark);
        return end - start >= 20 ? (start, end) : (mark, mark);
    }

    // -----BEGIN RSA PRIVATE KEY-----; a certificate or a public key is none.
    private static bool IsPrivateKey(ReadOnlySpan<char> from)
    {
        var label = from[BeginKey.Length..];
        var end = label.IndexOf(Dashes, StringComparison.Ordinal);
        return end is >= 0 and <= 40 && label[..end].EndsWith("PRIVATE KEY", StringComparison.Ordinal);
    }

    // With line breaks of any kind in it, or none: \n as two characters where somebody printed JSON. Without an end it is all that follows.
    private static int EndOfKey(ReadOnlySpan<char> text, int from)
    {
        var end = text[from..].IndexOf(EndKey, StringComparison.Ordinal);
        if (end < 0)
            return text.Length;
        var label = from + end + EndKey.Length;
        var dashes = text[label..].IndexOf(Dashes, StringComparison.Ordinal);
        return dashes < 0 ? text.Length : label + dashes + Dashes.Length;
    }

    // ://user:password@host
    private static (int Start, int End) Password(ReadOnlySpan<char> text, int from)
    {
        var length = text[from..].IndexOfAny(AfterHost);
        var colon = length > 0 && text[from + length] == '@' ? text.Slice(from, length).IndexOf(':') : -1;
        return colon >= 0 ? (from + colon + 1, from + length) : (from, from);
    }

    private static int EndOfToken(ReadOnlySpan<char> text, int from)
    {
        var length = text[from..].IndexOfAnyExcept(OfToken);
        return length < 0 ? text.Length : from + length;
    }
}
