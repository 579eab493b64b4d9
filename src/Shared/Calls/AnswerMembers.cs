using ServerlessMcp.Redaction;

namespace ServerlessMcp.Calls;

/// <summary>What is asked of an answer before it is handed over, in one reading.</summary>
/// <param name="Id">The id of the resource that it is; null for a list, or where it has none.</param>
/// <param name="SaysUntrusted">Whether it says itself that others wrote what is in it.</param>
internal readonly record struct AnswerMembers(string? Id, bool SaysUntrusted)
{
    /// <summary>Reads it whole: what readers elsewhere could not read is not handed over.</summary>
    /// <exception cref="JsonException">It is malformed, not Unicode, or deeper than
    /// <see cref="JsonDepth.OfAnswers"/>.</exception>
    public static AnswerMembers Read(ReadOnlySpan<byte> answer)
    {
        if (!JsonText.IsUnicode(answer))
        {
            throw new JsonException("A text of the answer is no Unicode.");
        }

        var reader = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = JsonDepth.OfAnswers });
        reader.Read();
        var (id, saysUntrusted, isObject) = ((string?)null, false, reader.TokenType == JsonTokenType.StartObject);
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isUntrusted) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("untrusted"u8));
            reader.Read();
            id = isId ? JsonText.Text(ref reader) : id;
            saysUntrusted |= isUntrusted;
            reader.Skip();
        }

        while (reader.Read())
        {
            // To the end, where it is no object and for what stands behind one.
        }

        return new AnswerMembers(id, saysUntrusted);
    }
}
