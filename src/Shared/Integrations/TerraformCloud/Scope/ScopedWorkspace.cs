using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a scope judges a workspace by, as one document of this call said it.</summary>
internal sealed record ScopedWorkspace(string? Organization, string? Name, IReadOnlyList<string> Tags, string? ProjectId)
{
    /// <summary>Reads a resource object of type <c>workspaces</c>; null for a bare identifier.</summary>
    public static ScopedWorkspace? Of(JsonElement resource)
    {
        if (!resource.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var tags = attributes.TryGetProperty("tag-names", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String)
            .Select(name => name.GetString()!).ToArray()
            : [];
        return new(ResourceJson.RelatedId(resource, "organization"), ResourceJson.Text(attributes, "name"), tags,
            ResourceJson.RelatedId(resource, "project"));
    }
}
