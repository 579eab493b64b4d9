namespace ServerlessMcp.Redaction.Secrets;

/// <summary>The characters of tokens, by the letters that <see cref="SecretForms"/> has for them.</summary>
internal static class SecretAlphabet
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> AlphaNumeric = SearchValues.Create(Letters + Digits);
    private static readonly SearchValues<char> Word = SearchValues.Create(Letters + Digits + "_-");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + Digits + "+/=_-");
    private static readonly SearchValues<char> Token = SearchValues.Create(Letters + Digits + "-._~+/=");
    private static readonly SearchValues<char> Hex = SearchValues.Create(Digits + "abcdefABCDEF");
    private static readonly SearchValues<char> Guid = SearchValues.Create(Digits + "abcdefABCDEF-");
    private static readonly SearchValues<char> Upper = SearchValues.Create(Letters[..26] + Digits);
    private static readonly SearchValues<char> Base32 = SearchValues.Create(Letters[..26] + "234567");
    private static readonly SearchValues<char> Colon = SearchValues.Create(Letters + Digits + "_-:");
    private static readonly SearchValues<char> Percent = SearchValues.Create(Letters + Digits + "%");
    private static readonly SearchValues<char> Link = SearchValues.Create(Letters + Digits + "-._~+/=%:@?&#!*");

    /// <summary>The characters of a letter.</summary>
    public static SearchValues<char> Of(char letter) => letter switch
    {
        'a' => AlphaNumeric,
        'w' => Word,
        'b' => Base64,
        't' => Token,
        'h' => Hex,
        'g' => Guid,
        'u' => Upper,
        'U' => Base32,
        'c' => Colon,
        'p' => Percent,
        'n' => Link,
        _ => throw new ArgumentOutOfRangeException(
            nameof(letter), letter, "The table of forms has a letter that stands for no characters."),
    };

    /// <summary>How many of these characters the text begins with, of so many that are looked at.</summary>
    public static int Run(ReadOnlySpan<char> text, SearchValues<char> characters, int most)
    {
        var seen = text[..Math.Min(text.Length, most)];
        var length = seen.IndexOfAnyExcept(characters);
        return length < 0 ? seen.Length : length;
    }
}
