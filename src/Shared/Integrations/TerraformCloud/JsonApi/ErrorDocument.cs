using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Reads <c>{"errors":[…]}</c> (<see href="https://jsonapi.org/format/#error-objects"/>). Only status and title are
/// dependable; status may be a number, and older endpoints send plain strings.
/// </summary>
internal static class ErrorDocument
{
    private const int MaxErrors = 10;

    /// <summary>The longest text kept of a title or detail, in characters.</summary>
    public const int MaxTextLength = ShownLine.MaxLength;

    /// <summary>The errors, at most ten; none for a body that is no such document (HTML, a resource, nothing). Never
    /// throws.</summary>
    public static IReadOnlyList<UpstreamError> Read(ReadOnlySpan<byte> body)
    {
        var errors = new List<UpstreamError>();
        try
        {
            var reader = new Utf8JsonReader(body, ResourceReader.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return [];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isErrors = reader.ValueTextEquals("errors"u8) || reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isErrors)
                    ReadErrors(ref reader, errors);
                else
                    reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Cut off or malformed: what has been read so far is still the best there is to say.
        }

        return errors;
    }

    /// <summary>Text of the upstream made safe to show (<see cref="ShownLine"/>).</summary>
    public static string Clean(string text) => ShownLine.Of(text);

    private static void ReadErrors(ref Utf8JsonReader reader, List<UpstreamError> errors)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadError(ref reader, errors);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ReadError(ref reader, errors);
    }

    private static void ReadError(ref Utf8JsonReader reader, List<UpstreamError> errors)
    {
        var error = reader.TokenType switch
        {
            JsonTokenType.String => new UpstreamError(null, Text(ref reader), null, null),
            JsonTokenType.StartObject => ReadObject(ref reader),
            _ => null,
        };
        reader.Skip();
        if (error is not null && error != new UpstreamError(null, null, null, null) && errors.Count < MaxErrors)
            errors.Add(error);
    }

    private static UpstreamError ReadObject(ref Utf8JsonReader reader)
    {
        string? status = null, title = null, detail = null, pointer = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Encoding.UTF8.GetString(JsonText.Utf8(ref reader));
            reader.Read();
            switch (name)
            {
                case "status":
                    status = Text(ref reader);
                    break;
                case "title":
                    title = Text(ref reader);
                    break;
                case "detail":
                    detail = Text(ref reader);
                    break;
                case "source" when reader.TokenType == JsonTokenType.StartObject:
                    pointer = ReadPointer(ref reader);
                    break;
            }

            reader.Skip();
        }

        return new UpstreamError(status, title, detail, pointer);
    }

    private static string? ReadPointer(ref Utf8JsonReader reader)
    {
        string? pointer = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPointer = reader.ValueTextEquals("pointer"u8) || reader.ValueTextEquals("parameter"u8);
            reader.Read();
            if (isPointer)
                pointer = Text(ref reader) ?? pointer;
            reader.Skip();
        }

        return pointer;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan)
            : JsonText.Text(ref reader);
        return text is null ? null : Clean(text) is { Length: > 0 } clean ? clean : null;
    }
}
