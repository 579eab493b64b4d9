using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// One resource of an <see cref="ApiDocument"/>. What is absent, null or of another type than asked for is null: which
/// attributes an answer has depends on the product, its version and the token's permissions. Texts are made safe to
/// show.
/// </summary>
/// <param name="Json">The resource object.</param>
public readonly record struct ApiResource(JsonElement Json)
{
    /// <summary>Its id; empty if it has none.</summary>
    public string Id => Json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "";

    /// <summary>Its type: <c>runs</c>; null if it has none.</summary>
    public string? Type =>
        Json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    /// <summary>An attribute, or one within it: <c>actions.is-confirmable</c>.</summary>
    public JsonElement Attribute(string path)
    {
        var at = Json.TryGetProperty("attributes", out var attributes) ? attributes : default;
        foreach (var name in path.Split('.'))
            at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next) ? next : default;
        return at;
    }

    /// <summary>A text, cleaned and cut as <see cref="ErrorDocument.Clean"/> does; null for none.</summary>
    public string? Text(string path) => Attribute(path) is { ValueKind: JsonValueKind.String } value
        && ErrorDocument.Clean(value.GetString()!) is { Length: > 0 } text ? text : null;

    /// <summary>A flag; null where the API doesn't say.</summary>
    public bool? Flag(string path) => Attribute(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A whole number.</summary>
    public int? Number(string path) => Attribute(path) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt32(out var number) ? number : null;

    /// <summary>A moment, in UTC.</summary>
    public DateTimeOffset? Time(string path) =>
        Attribute(path) is { ValueKind: JsonValueKind.String } value
            && DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>
    /// Whether a relationship names anything: false where it says that there is none, null where it says nothing. What
    /// was not said is not none: see <c>RelatedResources</c>.
    /// </summary>
    public bool? Names(string relationship) => Member(relationship, "data") switch
    {
        { ValueKind: JsonValueKind.Null } => false,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        _ => RelatedId(relationship) is null ? null : true,
    };

    /// <summary>The id that a relationship to one resource names, by its data or else by its link; null for none.</summary>
    public string? RelatedId(string name) => Member(name, "data") switch
    {
        { ValueKind: JsonValueKind.Object } data => new ApiResource(data).Id is { Length: > 0 } id ? id : null,
        { ValueKind: JsonValueKind.Undefined } => LinkedId(Member(name, "links")),
        _ => null,
    };

    /// <summary>The type of what a relationship to one resource names: <c>users</c>.</summary>
    public string? RelatedType(string name) =>
        Member(name, "data") is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    /// <summary>The ids that a relationship to several resources names.</summary>
    public IEnumerable<string> RelatedIds(string name) => Member(name, "data") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new ApiResource(item).Id)
            .Where(id => id.Length > 0),
        { ValueKind: JsonValueKind.Object } one => new ApiResource(one).Id is { Length: > 0 } id ? [id] : [],
        _ => [],
    };

    private JsonElement Member(string relationship, string name) =>
        Json.TryGetProperty("relationships", out var relationships) && relationships.ValueKind == JsonValueKind.Object
            && relationships.TryGetProperty(relationship, out var found) && found.ValueKind == JsonValueKind.Object
            && found.TryGetProperty(name, out var member)
            ? member
            : default;

    // {"related":"/api/v2/workspaces/ws-1"}: a resource's own address, and no other, ends with its id.
    private static string? LinkedId(JsonElement links) =>
        links.ValueKind == JsonValueKind.Object && links.TryGetProperty("related", out var related)
        && related.ValueKind == JsonValueKind.String
            && related.GetString()!.Split('?')[0] is var path
            && path.IndexOf(TerraformClient.Prefix + "/", StringComparison.Ordinal) is >= 0 and var at
            && path[(at + TerraformClient.Prefix.Length + 1)..].Split('/') is [_, { Length: > 0 } id]
            ? Uri.UnescapeDataString(id)
            : null;
}
