namespace ServerlessMcp.Catalog;

/// <summary>
/// What a value means that a model or its client has bent: models that fill in everything send "" or 0 for what they
/// leave out, and some clients send numbers, arrays and objects as texts
/// (https://github.com/anthropics/claude-code/issues/22394, https://github.com/anomalyco/opencode/issues/33626). A
/// value is taken for another one only where it can't mean anything else; whatever is left as it came is checked, and
/// refused, as it came.
/// </summary>
internal static class MeantValue
{
    // No number that an argument takes is longer.
    private const int LongestNumber = 40;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonElement True = JsonElement.Parse("true");

    private static readonly JsonElement False = JsonElement.Parse("false");

    /// <summary>The value that is meant; undefined for "not given".</summary>
    public static JsonElement Of(Argument argument, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => default,
        JsonValueKind.String => ArgumentWords.Text(value) is { } text ? OfText(argument, value, text) : value,
        JsonValueKind.Number when IsZeroForDefault(argument, value) => default,
        JsonValueKind.Object when argument.Kind == JsonKind.RecordList => JsonElement.Parse($"[{value.GetRawText()}]"),
        JsonValueKind.Array when argument.Encoding == ArgumentEncoding.Files => FileList.ToMap(value),
        JsonValueKind.Array
            when value.GetArrayLength() == 0 && !argument.IsRequired
            && argument.Place is ArgumentPlace.Query or ArgumentPlace.Answer => default,
        _ => value,
    };

    private static JsonElement OfText(Argument argument, JsonElement value, string text)
    {
        if (argument.Kind == JsonKind.Text)
        {
            return text.Length == 0 && !argument.IsRequired && !argument.IsNullIfAbsent && !MayBeEmpty(argument)
                ? default : value;
        }

        var written = text.AsSpan().Trim();
        if (written is "" or "null")
        {
            return argument.IsRequired ? value : default;
        }

        return argument.Kind switch
        {
            JsonKind.Integer or JsonKind.Number => OfNumber(argument, value, written),
            JsonKind.Boolean when written.Equals("true", StringComparison.OrdinalIgnoreCase) => True,
            JsonKind.Boolean when written.Equals("false", StringComparison.OrdinalIgnoreCase) => False,
            JsonKind.TextList => OfList(argument, value, written),
            JsonKind.Record or JsonKind.RecordList or JsonKind.TextMap
                when written[0] is '[' or '{' && Parse(written) is { } parsed => Of(argument, parsed),
            _ => value,
        };
    }

    /// <summary>Whether an empty text is a value of its own: of a text of the body that is neither an id nor one of a
    /// list.</summary>
    public static bool MayBeEmpty(Argument argument) =>
        argument is
        {
            Kind: JsonKind.Text, Place: ArgumentPlace.Attribute or ArgumentPlace.Root, AllowedValues.Count: 0,
            AllowedParts.Count: 0, Form: null
        }
        && !argument.Name.EndsWith("_id", StringComparison.Ordinal);

    private static JsonElement OfNumber(Argument argument, JsonElement value, ReadOnlySpan<char> written) =>
        written.Length <= LongestNumber && Parse(written) is { ValueKind: JsonValueKind.Number } number
        ? Of(argument, number) : value;

    // Ids, fields and values of a list have no commas. Of other texts one with a comma may be several or one, and is refused.
    private static JsonElement OfList(Argument argument, JsonElement value, ReadOnlySpan<char> written)
    {
        if (written[0] == '[')
        {
            return Parse(written) is { ValueKind: JsonValueKind.Array } list ? Of(argument, list) : value;
        }

        var isDivided = ArgumentWords.IsFields(argument) || argument.Form is not null || argument.AllowedValues.Count > 0;
        return written[0] is '{' or '"' || (!isDivided && written.Contains(',')) ? value
            : ArgumentValue.FromTexts(
                isDivided ? written.ToString()
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    : [written.ToString()]);
    }

    private static bool IsZeroForDefault(Argument argument, JsonElement value) =>
        argument is
        {
            Kind: JsonKind.Integer, IsRequired: false, Minimum: > 0,
            Place: ArgumentPlace.Answer or ArgumentPlace.Query
        } && value.TryGetDecimal(out var number) && number == 0;

    private static JsonElement? Parse(ReadOnlySpan<char> json)
    {
        try
        {
            return JsonElement.Parse(json, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
