using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>The text of a string or property name under a reader.</summary>
internal static class JsonText
{
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

    /// <summary>
    /// What to throw where a parsed document turns out to be unreadable: the parser takes <c>\ud800</c> for a text, and a thousand levels for a document, and only reading or
    /// writing them shows that they are none.
    /// </summary>
    public static JsonException Unreadable(InvalidOperationException found) => new("The document is not Unicode text, or deeper than is read.", found);
}
