using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What the rows of one document show, by the places that <see cref="ListFilters"/> names.</summary>
internal sealed class FilteredRows(JsonElement root)
{
    private Dictionary<string, JsonElement>? included;

    /// <summary>The texts at a place of a row, several of a list; null where the row does not show it, or shows null.</summary>
    public string[]? Texts(JsonElement row, string where)
    {
        if (!where.StartsWith('@'))
        {
            return In(SameValue.TryGet(row, "attributes", out var attributes) ? attributes : row, where.Split('.'));
        }

        var path = where[1..].Split('.', 2);
        if (!SameValue.TryGet(row, "relationships", out var relationships)
            || !SameValue.TryGet(relationships, path[0], out var relationship)
            || !SameValue.TryGet(relationship, "data", out var linked))
        {
            return null;
        }

        if (linked.ValueKind != JsonValueKind.Array)
        {
            return Linked(linked, path);
        }

        // Of several, what one does not show may be what is asked for.
        var texts = linked.EnumerateArray().Select(one => Linked(one, path)).ToArray();
        return texts.Contains(null) ? null : [.. texts.SelectMany(each => each!)];
    }

    private string[]? Linked(JsonElement linked, string[] path) => IdOf(linked) is not { } id ? null
        : path.Length == 1 ? [id]
        : Included.TryGetValue(id, out var resource) && SameValue.TryGet(resource, "attributes", out var found)
        ? In(found, path[1].Split('.'))
        : null;

    private Dictionary<string, JsonElement> Included => included ??= Read(root);

    private static Dictionary<string, JsonElement> Read(JsonElement root)
    {
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (SameValue.TryGet(root, "included", out var all) && all.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in all.EnumerateArray())
            {
                if (IdOf(one) is { } id)
                {
                    byId[id] = one;
                }
            }
        }

        return byId;
    }

    // A path leads through objects, and through arrays into each of their elements.
    private static string[]? In(JsonElement from, ReadOnlySpan<string> path)
    {
        if (from.ValueKind == JsonValueKind.Array)
        {
            var texts = new List<string>();
            foreach (var element in from.EnumerateArray())
            {
                if (In(element, path) is not { } found)
                {
                    return null;
                }

                texts.AddRange(found);
            }

            return [.. texts];
        }

        if (path.IsEmpty)
        {
            return from.ValueKind switch
            {
                JsonValueKind.String => [from.GetString()!],
                JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [from.GetRawText()],
                _ => null,
            };
        }

        return SameValue.TryGet(from, path[0], out var next) ? In(next, path[1..]) : null;
    }

    private static string? IdOf(JsonElement one) =>
        SameValue.TryGet(one, "id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
