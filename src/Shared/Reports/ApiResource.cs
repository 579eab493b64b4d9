using System.Globalization;
using System.Text.Json;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Reports;

/// <summary>
/// One resource of an <see cref="ApiDocument"/>. What is absent, null or of another type than asked for is null: which attributes an answer has depends on the product,
/// its version and the token's permissions. Texts are made safe to show.
/// </summary>
/// <param name="Json">The resource object.</param>
public readonly record struct ApiResource(JsonElement Json)
{
    /// <summary>Its id; empty if it has none.</summary>
    public string Id => Json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "";

    /// <summary>An attribute, or one within it: <c>actions.is-confirmable</c>.</summary>
    public JsonElement Attribute(string path)
    {
        var at = Json.TryGetProperty("attributes", out var attributes) ? attributes : default;
        foreach (var name in path.Split('.'))
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next) ? next : default;
        return at;
    }

    /// <summary>A text, cleaned and cut as <see cref="ErrorDocument.Clean"/> does; null for none.</summary>
    public string? Text(string path) => Attribute(path) is { ValueKind: JsonValueKind.String } value && ErrorDocument.Clean(value.GetString()!) is { Length: > 0 } text ? text : null;

    /// <summary>A flag; null where the API doesn't say.</summary>
    public bool? Flag(string path) => Attribute(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A whole number.</summary>
    public int? Number(string path) => Attribute(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    /// <summary>A moment, in UTC.</summary>
    public DateTimeOffset? Time(string path) =>
        Attribute(path) is { ValueKind: JsonValueKind.String } value
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The id that a relationship to one resource names.</summary>
    public string? RelatedId(string name) => Related(name) is { ValueKind: JsonValueKind.Object } data ? new ApiResource(data).Id : null;

    /// <summary>The type of what a relationship to one resource names: <c>users</c>.</summary>
    public string? RelatedType(string name) =>
        Related(name) is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    /// <summary>The ids that a relationship to several resources names.</summary>
    public IEnumerable<string> RelatedIds(string name) => Related(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new ApiResource(item).Id).Where(id => id.Length > 0),
        { ValueKind: JsonValueKind.Object } one => [new ApiResource(one).Id],
        _ => [],
    };

    private JsonElement Related(string name) =>
        Json.TryGetProperty("relationships", out var relationships) && relationships.ValueKind == JsonValueKind.Object
            && relationships.TryGetProperty(name, out var relationship) && relationship.ValueKind == JsonValueKind.Object
            && relationship.TryGetProperty("data", out var data)
            ? data
            : default;
}
