using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Fields of related resources (<c>plan.status</c>) that were asked for and that the server did not send along, though
/// a row names the resource: servers ignore <c>include</c>, and a row without the field would say that there is none.
/// So too an id (<c>plan_id</c>) of which only an address came that does not hold it.
/// </summary>
internal static class NotIncluded
{
    /// <summary>The fields, as they were asked for; none where none were.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static IReadOnlyList<string> Of(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var tool = arguments.Row;
        if (tool.Shape is not (ResponseShape.Single or ResponseShape.Collection) || document.IsEmpty
            || !arguments.IsGiven(DerivedArguments.Fields.Name))
        {
            return [];
        }

        var asked = arguments.Texts(DerivedArguments.Fields.Name)
            .Where(field => field.Contains('.') || field.EndsWith("_id", StringComparison.Ordinal)).Distinct()
            .ToArray();
        if (asked.Length == 0)
        {
            return [];
        }

        var root = document.Root();
        var included = SameValue.TryGet(root, "included", out var all) && all.ValueKind == JsonValueKind.Array
            ? all.EnumerateArray().Select(IdOf).ToHashSet() : [];
        var rows = SameValue.TryGet(root, ResourceReader.Data, out var data) ? data.ValueKind == JsonValueKind.Array
            ? data.EnumerateArray().ToArray() : [data] : [];
        return [.. asked.Where(field => rows.Any(row => IsMissing(row, field, included)))];
    }

    private static bool IsMissing(JsonElement row, string field, HashSet<string?> included)
    {
        var path = field.Split('.');
        var name = path.Length > 1 ? path[0] : field[..^"_id".Length];
        if (!SameValue.TryGet(row, "relationships", out var relationships)
            || !SameValue.TryGet(relationships, name, out var relationship)
            || relationship.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        // An attribute of the same name is what the row shows (created_by of some is a text).
        if (SameValue.TryGet(row, "attributes", out var attributes) && SameValue.TryGet(attributes, name, out _))
        {
            return false;
        }

        var ids = Ids(relationship);
        return path.Length == 1 ? ids is null
            : path[1] is not ("id" or "type") && (ids is null || ids.Any(id => !included.Contains(id)));
    }

    // Null where the relationship has an address and no id can be told from it; empty where it says that there is none.
    private static string?[]? Ids(JsonElement relationship)
    {
        if (relationship.TryGetProperty(ResourceReader.Data, out var data))
        {
            return data.ValueKind switch
            {
                JsonValueKind.Object => [IdOf(data)],
                JsonValueKind.Array => [.. data.EnumerateArray().Select(IdOf)],
                _ => [],
            };
        }

        if (!relationship.TryGetProperty("links", out var links) || links.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var reader = new JsonCursor(System.Text.Encoding.UTF8.GetBytes(links.GetRawText()));
        reader.Read();
        return RelatedLink.TryRead(ref reader, out _, out var id) ? [System.Text.Encoding.UTF8.GetString(id)] : null;
    }

    private static string? IdOf(JsonElement one) =>
        SameValue.TryGet(one, "id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
