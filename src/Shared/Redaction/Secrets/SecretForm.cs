namespace ServerlessMcp.Redaction.Secrets;

/// <summary>One way to know a credential in a text: a word that it begins with, or that stands before it.</summary>
/// <param name="Id">What it is: <c>github-pat</c>.</param>
/// <param name="Word">The word.</param>
/// <param name="IgnoresCase">Whether either case of it counts.</param>
internal abstract record SecretForm(string Id, string Word, bool IgnoresCase)
{
    /// <summary>Whether the word stands at a place of a text.</summary>
    public bool IsAt(ReadOnlySpan<char> text, int at) =>
        text[at..].StartsWith(Word, IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Where the secret is whose word stands at this place; false if there is none. Looks at a bounded part of
    /// the text, or answers a part that is taken out.</summary>
    public abstract bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end);
}
