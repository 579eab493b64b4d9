namespace ServerlessMcp.Redaction;

/// <summary>Cuts text to a length, never between the halves of a surrogate pair: half of one is no Unicode, and makes
/// the JSON it stands in unreadable to strict readers.</summary>
internal static class TextCut
{
    /// <summary>The first <paramref name="most"/> UTF-16 units, or one fewer.</summary>
    public static ReadOnlySpan<char> Start(ReadOnlySpan<char> text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text, or its start and an ellipsis behind it.</summary>
    public static string Shorten(string text, int most) =>
        text.Length <= most ? text : string.Concat(Start(text, most), "…");

    /// <summary>The text, or an ellipsis and its end behind it.</summary>
    public static string ShortenToEnd(string text, int most) => text.Length <= most ? text
        : string.Concat("…", text.AsSpan(text.Length - most + (char.IsLowSurrogate(text[^most]) ? 1 : 0)));
}
