namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>Finds a pre-signed URL in a document with one resource: an attribute (<c>log-read-url</c>), one of its
/// links (<c>upload</c>), or a member of <c>data</c> itself (<c>source-upload-url</c>); else the same of a resource
/// that came with it (a run's plan).</summary>
internal static class ResourceLink
{
    /// <summary>The URL under this name; null if the document has none, as that of a plan that has not started.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    /// <param name="document">The answer.</param>
    /// <param name="name">What the URL is called there.</param>
    /// <param name="type">The type of the resource that has it.</param>
    public static Uri? Find(ReadOnlyMemory<byte> document, string name, string type)
    {
        using var parsed = JsonDocument.Parse(document);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object
            || !parsed.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Of(data, name) ?? Included(parsed.RootElement, type, name);
    }

    /// <summary>The id of the document's resource; null if it has none.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static string? IdOf(ReadOnlyMemory<byte> document)
    {
        using var parsed = JsonDocument.Parse(document);
        return IdOf(parsed.RootElement);
    }

    /// <summary>The id of a document's resource; null if it has none.</summary>
    public static string? IdOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data)
        && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    /// <summary>Whether a plan or apply has ended, by its status: the resource's own, or that of one that came with it.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static bool IsFinal(ReadOnlyMemory<byte> document, string type)
    {
        using var parsed = JsonDocument.Parse(document);
        return OfType(parsed.RootElement, type)
            .Any(resource => resource.TryGetProperty("attributes", out var attributes)
                && attributes.ValueKind == JsonValueKind.Object
            && attributes.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            && status.GetString() is "finished" or "errored" or "canceled" or "unreachable");
    }

    private static Uri? Of(JsonElement data, string name) =>
        In(data, "attributes", name) ?? In(data, "links", name) ?? In(data, name);

    private static Uri? Included(JsonElement root, string type, string name) =>
        OfType(root, type).Select(other => Of(other, name)).FirstOrDefault(link => link is not null);

    private static IEnumerable<JsonElement> OfType(JsonElement root, string type)
    {
        List<JsonElement> all = [];
        if (root.TryGetProperty("data", out var data))
            all.Add(data);
        if (root.TryGetProperty("included", out var included) && included.ValueKind == JsonValueKind.Array)
            all.AddRange(included.EnumerateArray());
        return all.Where(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("type", out var kind)
            && kind.ValueKind == JsonValueKind.String && kind.ValueEquals(type));
    }

    private static Uri? In(JsonElement data, string place, string name) =>
        data.TryGetProperty(place, out var members) && members.ValueKind == JsonValueKind.Object ? In(members, name) : null;

    private static Uri? In(JsonElement members, string name) =>
        members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && Uri.TryCreate(value.GetString(), UriKind.RelativeOrAbsolute, out var link)
            ? link
            : null;
}
