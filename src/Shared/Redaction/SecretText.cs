using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Redaction;

/// <summary>
/// Takes credentials out of free text (a log, an error, an attribute): what a program printed that nobody could mark.
/// Known are pre-signed URLs, and what says by its form or by the name before it what it is
/// (<see cref="SecretForms"/>). What has no such form is not known; keep secrets out of logs all the same. Characters
/// that nobody sees don't hide one: they are taken out before.
/// </summary>
internal static class SecretText
{
    /// <summary>What stands in place of an attribute that is nothing but such a credential.</summary>
    public const string Why = "(sensitive by its form)";

    // No form is shorter.
    private const int Shortest = 8;

    /// <summary>The text with every one of them withheld, and nothing else; the same text if it has none.</summary>
    public static string Scrub(string text)
    {
        var seen = InvisibleText.Clean(text);
        var clean = ScrubForms(PresignedUrl.Scrub(seen));
        return ReferenceEquals(clean, seen) ? text : clean;
    }

    /// <summary>Whether there is one.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) =>
        InvisibleText.HasHidden(text) ? Scrub(text.ToString()) is var clean && !text.SequenceEqual(clean)
        : text.Length >= Shortest && (PresignedUrl.IsIn(text) || SecretIndex.Default.TryFind(text, 0, out _, out _));

    /// <summary>The same for UTF-8.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text)
    {
        // Of the strings of a document nearly all are short: ids, times, words.
        if (text.Length < Shortest)
            return false;
        if (text.Length > 512)
            return IsIn(Encoding.UTF8.GetString(text));
        Span<char> buffer = stackalloc char[512];
        return IsIn(buffer[..Encoding.UTF8.GetChars(text, buffer)]);
    }

    /// <summary>Whether a private key begins in the text and does not end there: a log prints one over many lines, and
    /// only the first and the last say what it is.</summary>
    public static bool IsKeyOpen(string text) => PrivateKeyText.IsOpen(text);

    /// <summary>Whether a private key that is open ends in the text.</summary>
    public static bool ClosesKey(string text) => PrivateKeyText.Closes(text);

    private static string ScrubForms(string text)
    {
        if (text.Length < Shortest || !SecretIndex.Default.TryFind(text, 0, out var start, out var end))
            return text;
        var clean = new StringBuilder(text.Length);
        var copied = 0;
        do
        {
            if (start > copied)
                clean.Append(text, copied, start - copied);
            clean.Append(PresignedUrl.Withheld);
            copied = end;
        }
        while (SecretIndex.Default.TryFind(text, copied, out start, out end));
        return clean.Append(text, copied, text.Length - copied).ToString();
    }
}
