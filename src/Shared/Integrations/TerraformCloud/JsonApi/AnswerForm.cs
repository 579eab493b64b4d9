namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>What can be said of an answer before its rows are read.</summary>
internal static class AnswerForm
{
    /// <summary>Whether the document says that there is no such thing: null, or <c>{"data":null}</c>.</summary>
    /// <exception cref="JsonException">It is malformed.</exception>
    public static bool IsNone(ReadOnlySpan<byte> document)
    {
        var body = document.Trim(" \t\r\n"u8);
        return body.SequenceEqual("null"u8) || (!body.IsEmpty && MemberOf(body, "data"u8) == JsonTokenType.Null);
    }

    /// <summary>
    /// Refuses a body where none belongs, unless it is the API's: nothing, null, an empty object or a document with
    /// <c>data</c>. A gateway's notice or an error would otherwise be told as an acceptance.
    /// </summary>
    /// <exception cref="UnexpectedAnswerException">It is something else.</exception>
    public static void RefuseNotice(ReadOnlySpan<byte> document)
    {
        var body = document.Trim(" \t\r\n"u8);
        if (body.IsEmpty || body.SequenceEqual("null"u8) || body.SequenceEqual("{}"u8))
            return;
        if (body[0] != (byte)'{')
            throw new UnexpectedAnswerException("a body that is no document of the API");
        if (ErrorDocument.Read(body) is { Count: > 0 } errors)
            throw UnexpectedAnswerException.Of(errors);
        if (MemberOf(body, "data"u8) == JsonTokenType.None)
            throw UnexpectedAnswerException.Of(body);
    }

    // The kind of a top-level member's value; None where there is no such member.
    private static JsonTokenType MemberOf(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return JsonTokenType.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
                return reader.TokenType;
            reader.Skip();
        }

        return JsonTokenType.None;
    }
}
