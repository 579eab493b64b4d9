using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// A success whose body is JSON, but neither a resource nor a list of them: a gateway's notice of maintenance, another
/// service's answer, errors under a 200. It is no empty list and no empty resource, because a model would believe that.
/// </summary>
/// <param name="what">What came, safe to show: <c>an object with message, reference</c>.</param>
internal sealed class UnexpectedAnswerException(string what) : JsonException($"What came is {what}.")
{
    private const int MostNames = 8;

    private const int LongestName = 40;

    /// <summary>What came, as words that follow "what came is".</summary>
    public string What { get; } = what;

    /// <summary>The errors, where they are what came.</summary>
    public IReadOnlyList<UpstreamError> Errors { get; private init; } = [];

    /// <summary>An exception for errors under a success.</summary>
    internal static UnexpectedAnswerException Of(IReadOnlyList<UpstreamError> errors) =>
        new("an error document") { Errors = errors };

    /// <summary>An exception for a document without what was expected: its kind and, of an object, its top-level keys,
    /// for they are what tells a proxy from the API.</summary>
    internal static UnexpectedAnswerException Of(ReadOnlySpan<byte> document) => new(Describe(document));

    /// <summary>What kind of thing a JSON value is.</summary>
    internal static string KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };

    private static string Describe(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return KindOf(reader.TokenType);
        var names = new List<string>();
        while (names.Count <= MostNames && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Name(ref reader);
            reader.Read();

            // A document of the API with nothing in it: that its data is null is what there is to say.
            names.Add(name == ResourceReader.Data && reader.TokenType == JsonTokenType.Null ? "data: null" : name);
            reader.Skip();
        }

        return names.Count == 0 ? "an empty object" : $"an object with {Few(names)}";
    }

    /// <summary>The first of some names that others wrote, cleaned: <c>message, reference and more</c>.</summary>
    internal static string Few(IReadOnlyCollection<string> names)
    {
        var few = names.Take(MostNames).Select(ErrorDocument.Clean)
            .Select(name => name.Length <= LongestName ? name : name[..LongestName] + "…");
        return string.Join(", ", few) + (names.Count > MostNames ? " and more" : "");
    }
}
