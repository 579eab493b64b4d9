using System.Text.Encodings.Web;

namespace ServerlessMcp.Mcp;

/// <summary>The answer as <c>structuredContent</c>: its bytes as they are, or written anew where a document that others
/// wrote stands in it in their form.</summary>
internal static class StructuredContent
{
    /// <summary>Writes the value.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="json">The answer, of which each text is Unicode.</param>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        if (IsInOurForm(json))
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        var reader = new Utf8JsonReader(json);
        JsonElement.ParseValue(ref reader).WriteTo(writer);
    }

    /// <summary>Whether writing it anew would change no byte: no white space around its values, which in an event
    /// stream would end the message, and no escape that we do not write.</summary>
    internal static bool IsInOurForm(ReadOnlySpan<byte> json) => AreTextsInOurForm(json) && AreCharactersInOurForm(json);

    private static bool AreTextsInOurForm(ReadOnlySpan<byte> json)
    {
        var isInText = false;
        while ((isInText ? json.IndexOfAny("\"\\"u8) : json.IndexOfAny("\" \t\r\n"u8)) is >= 0 and var at)
        {
            switch (json[at])
            {
                case (byte)'"':
                    isInText = !isInText;
                    json = json[(at + 1)..];
                    break;
                case (byte)'\\' when json[at + 1] is not ((byte)'u' or (byte)'/'):
                    json = json[(at + 2)..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    // Beyond ASCII the encoder escapes some (line separators, what no font shows).
    private static bool AreCharactersInOurForm(ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var start)
        {
            json = json[start..];
            var length = json.IndexOfAnyInRange((byte)0, (byte)0x7F);
            var run = length < 0 ? json : json[..length];
            if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(run) >= 0)
                return false;
            json = json[run.Length..];
        }

        return true;
    }
}
