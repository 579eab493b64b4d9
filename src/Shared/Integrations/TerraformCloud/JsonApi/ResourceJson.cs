namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>Reading resource objects (<see href="https://jsonapi.org/format/#document-resource-objects"/>) without
/// trusting their shape.</summary>
internal static class ResourceJson
{
    /// <summary>A text member; null if it is absent or something else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Type and id; null if one of them is missing.</summary>
    public static (string Type, string Id)? Identifier(JsonElement element) =>
        Text(element, "type") is { } type && Text(element, "id") is { } id ? (type, id) : null;

    /// <summary>The identifiers of a relationship, one or many; none if it is absent, null, or has no data.</summary>
    public static IEnumerable<(string Type, string Id)> Related(JsonElement resource, string relationship)
    {
        if (resource.ValueKind != JsonValueKind.Object || !resource.TryGetProperty("relationships", out var all)
            || all.ValueKind != JsonValueKind.Object
            || !all.TryGetProperty(relationship, out var one) || one.ValueKind != JsonValueKind.Object
            || !one.TryGetProperty("data", out var data))
        {
            return [];
        }

        return data.ValueKind switch
        {
            JsonValueKind.Object when Identifier(data) is { } identifier => [identifier],
            JsonValueKind.Array => [.. data.EnumerateArray().Select(Identifier).OfType<(string, string)>()],
            _ => [],
        };
    }

    /// <summary>The id of a relationship to one; null for none, and for several.</summary>
    public static string? RelatedId(JsonElement resource, string relationship)
    {
        var related = Related(resource, relationship).Take(2).ToArray();
        return related.Length == 1 ? related[0].Id : null;
    }

    /// <summary>The resource objects of a document: those of <c>data</c>, one or many.</summary>
    public static IEnumerable<JsonElement> Data(JsonElement document) => Objects(document, "data");

    /// <summary>The resource objects of a document's <c>included</c>.</summary>
    public static IEnumerable<JsonElement> Included(JsonElement document) => Objects(document, "included");

    private static IEnumerable<JsonElement> Objects(JsonElement document, string member)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(member, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => [value],
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object),
            _ => [],
        };
    }
}
