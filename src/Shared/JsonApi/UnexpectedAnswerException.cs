using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// A success whose body is JSON, but neither a resource nor a list of them: a gateway's notice of maintenance, another service's answer, errors under a 200. It is no empty
/// list and no empty resource, because a model would believe that.
/// </summary>
/// <param name="what">What came, safe to show: <c>an object with message, reference</c>.</param>
public sealed class UnexpectedAnswerException(string what) : JsonException($"What came is {what}.")
{
    private const int MostNames = 8;

    private const int LongestName = 40;

    /// <summary>What came, as words that follow "what came is".</summary>
    public string What { get; } = what;

    /// <summary>The errors, where they are what came.</summary>
    public IReadOnlyList<UpstreamError> Errors { get; private init; } = [];

    /// <summary>An exception for errors under a success.</summary>
    internal static UnexpectedAnswerException Of(IReadOnlyList<UpstreamError> errors) => new("an error document") { Errors = errors };

    /// <summary>An exception for a document without what was expected: its kind and, of an object, its top-level keys, for they are what tells a proxy from the API.</summary>
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
            var name = ErrorDocument.Clean(JsonText.Name(ref reader));
            names.Add(name.Length <= LongestName ? name : name[..LongestName] + "…");
            reader.Read();
            reader.Skip();
        }

        return names.Count switch
        {
            0 => "an empty object",
            <= MostNames => $"an object with {string.Join(", ", names)}",
            _ => $"an object with {string.Join(", ", names.Take(MostNames))} and more",
        };
    }
}
