namespace ServerlessMcp.Redaction;

/// <summary>The texts of JSON that others wrote: whether they are texts at all, and the one under a reader.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>
    /// Whether all names and values are Unicode text: UTF-8, and no <c>\ud800</c> that is half of a pair. No parser of
    /// .NET looks at that; what reads or writes such a text throws later, in the middle of whatever it does. So what
    /// comes in is asked this first, in one pass at memory speed.
    /// </summary>
    /// <param name="json">JSON in UTF-8, well-formed or not.</param>
    public static bool IsUnicode(ReadOnlySpan<byte> json)
    {
        if (!System.Text.Unicode.Utf8.IsValid(json))
        {
            return false;
        }

        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            if (Escaped(json) is not { } unit)
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            json = json[EscapeLength..];
            if (!char.IsSurrogate(unit))
            {
                continue;
            }

            if (char.IsLowSurrogate(unit) || Escaped(json) is not { } low || !char.IsLowSurrogate(low))
            {
                return false;
            }

            json = json[EscapeLength..];
        }

        return true;
    }

    private static char? Escaped(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json.StartsWith("\\u"u8)
        && ushort.TryParse(
            json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    /// <summary>The UTF-8 text: a slice of the document, or a new array in the rare case that it has escapes.</summary>
    /// <exception cref="JsonException">The escapes are no Unicode text (half a surrogate pair).</exception>
    public static ReadOnlySpan<byte> Utf8(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsSpan(0, reader.CopyString(text));
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string of the document is not Unicode text.", e);
        }
    }

    /// <summary>The text as a string; null if the reader is not on a string.</summary>
    /// <exception cref="JsonException">It is no Unicode text.</exception>
    public static string? Text(scoped ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? System.Text.Encoding.UTF8.GetString(Utf8(ref reader)) : null;

    /// <summary>The text of a property name.</summary>
    /// <exception cref="JsonException">It is no Unicode text.</exception>
    public static string Name(scoped ref Utf8JsonReader reader) => System.Text.Encoding.UTF8.GetString(Utf8(ref reader));

    /// <summary>
    /// What to throw where a parsed document turns out to be unreadable: the parser takes <c>\ud800</c> for a text, and
    /// a thousand levels for a document, and only reading or writing them shows that they are none.
    /// </summary>
    public static JsonException Unreadable(InvalidOperationException found) =>
        new("The document is not Unicode text, or deeper than is read.", found);
}
