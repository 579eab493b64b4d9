using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>Names in <c>fields</c> that no row can have, with the names that were probably meant: rows without the
/// field would say that it is empty.</summary>
internal static class UnknownFields
{
    private const int MostNearest = 3;

    /// <summary>A field that is not known, and known ones that are near.</summary>
    internal sealed record Unknown(string Field, IReadOnlyList<string> Nearest);

    /// <summary>The unknown ones of the fields that were asked for; none where none were.</summary>
    /// <exception cref="NoKnownFieldException">A read asked for nothing else.</exception>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static IReadOnlyList<Unknown> Of(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var tool = arguments.Row;
        if (tool.Shape is not (ResponseShape.Single or ResponseShape.Collection) || document.IsEmpty
            || !arguments.IsGiven(DerivedArguments.Fields.Name))
        {
            return [];
        }

        var asked = arguments.Texts(DerivedArguments.Fields.Name);
        var doubtful = asked.Where(field => !FieldNames.IsKnown(tool, InSnakeCase(field))).Distinct().ToArray();
        var deep = asked.Where(field => field.Contains('.')).Except(doubtful).Distinct().ToArray();
        if (doubtful.Length == 0 && deep.Length == 0)
        {
            return [];
        }

        var rows = Rows(document.Root(), tool);
        if (rows.Length == 0 && !FieldNames.IsDescribed(tool.ResourceType))
        {
            return [];
        }

        var names = FieldNames.Names(tool).Concat(rows.Take(1).SelectMany(NamesOf)).Distinct().ToArray();
        Unknown[] unknown = [
            .. doubtful.Concat(deep.Where(field => rows.Any(row => IsBelowText(row, InSnakeCase(field)))))
                .Where(field => !rows.Any(row => Came(row, InSnakeCase(field))))
                .Select(field => new Unknown(field, NearestName.Several(InSnakeCase(field), names, MostNearest)))];

        // A change was made, whatever is answered of it.
        return unknown.Length == asked.Distinct().Count() && tool.Effect == Effect.Read
            ? throw new NoKnownFieldException(unknown, names) : unknown;
    }

    private static string InSnakeCase(string path) => string.Join('.', path.Split('.').Select(SnakeCase.Convert));

    private static JsonElement[] Rows(JsonElement root, TerraformTool tool)
    {
        var holder = tool.Shape == ResponseShape.Collection ? tool.ListMember : ResourceReader.Data;
        if (!SameValue.TryGet(root, holder, out var found))
        {
            return tool.WholeBy is not null ? [root] : [];
        }

        return found.ValueKind switch
        {
            JsonValueKind.Array => [.. found.EnumerateArray()],
            JsonValueKind.Object => [found],
            _ => [],
        };
    }

    private static IEnumerable<string> NamesOf(JsonElement row)
    {
        var attributes = SameValue.TryGet(row, "attributes", out var found) ? found : row;
        var names = attributes.ValueKind == JsonValueKind.Object
            ? attributes.EnumerateObject().Select(member => SnakeCase.Convert(member.Name)) : [];
        return SameValue.TryGet(row, "relationships", out var relationships) && relationships.ValueKind == JsonValueKind.Object
            ? names.Concat(relationships.EnumerateObject().Select(member => SnakeCase.Convert(member.Name) + "_id"))
            : names;
    }

    // By what the row has, be it null: an attribute's path, or a relationship in one of the forms that a row shows it in.
    private static bool Came(JsonElement row, string path)
    {
        var segments = path.Split('.');
        var at = SameValue.TryGet(row, "attributes", out var attributes) ? attributes : row;
        if (Has(at, segments))
        {
            return true;
        }

        if (!SameValue.TryGet(row, "relationships", out var relationships) || relationships.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        return relationships.EnumerateObject().Select(member => SnakeCase.Convert(member.Name)).Any(name =>
            segments[0] == name || path == name + "_id" || path == name + "_type" || path == name.TrimEnd('s') + "_ids"
            || (name.EndsWith("ies", StringComparison.Ordinal) && path == name[..^3] + "y_ids"));
    }

    // name.x, where the name is a text: there is nothing below it.
    private static bool IsBelowText(JsonElement row, string path)
    {
        var at = SameValue.TryGet(row, "attributes", out var attributes) ? attributes : row;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            {
                return true;
            }

            if (!SameValue.TryGet(at, name, out at))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Has(JsonElement at, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty || at.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in at.EnumerateArray())
            {
                if (Has(element, path))
                {
                    return true;
                }
            }

            return at.GetArrayLength() == 0;
        }

        return SameValue.TryGet(at, path[0], out var next) && Has(next, path[1..]);
    }
}
