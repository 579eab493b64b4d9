using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Which names <c>fields</c> may ask a resource for: what <c>known-fields.json</c> has of its type (HashiCorp's OpenAPI
/// document of August 2026), what any row of the catalogue answers by default or takes for one of that type, and what
/// stands in the answer at hand. A field of none of these is unknown; one that is merely absent from an answer is not.
/// </summary>
internal static class FieldNames
{
    private static readonly Lazy<JsonElement> Types = new(Load);

    /// <summary>Whether the type is described at all: of another, an answer without rows tells nothing.</summary>
    public static bool IsDescribed(string resourceType) => Types.Value.TryGetProperty(resourceType, out _);

    /// <summary>Whether a field is known of the tool's rows, whatever this answer has.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="path">A path in snake_case.</param>
    public static bool IsKnown(TerraformTool tool, string path) =>
        path == "id" || path.Split('.').Contains("*") || tool.Told.Any(member => member.Name == path)
        || Of(tool).Any(name => IsUnder(name, path) || (IsUnder(path, name) && !IsDescribed(tool.ResourceType)))
        || IsDescribed(tool.ResourceType, path);

    /// <summary>Names to choose from: those of the rows' type, one level deep, as a row has them.</summary>
    public static IEnumerable<string> Names(TerraformTool tool)
    {
        var names = Of(tool);
        if (Types.Value.TryGetProperty(tool.ResourceType, out var type))
        {
            names = names.Concat(Fields(type)).Concat(Relationships(type).Select(IdsOf));
        }

        return names.Append("id").Distinct();
    }

    // What catalogue rows of the type answer, and what they set.
    private static IEnumerable<string> Of(TerraformTool tool) => tool.Catalog.All.OfType<TerraformTool>()
        .Where(other => other.ResourceType == tool.ResourceType)
        .SelectMany(other => other.DefaultFields.Concat(other.Arguments
            .Where(argument => argument.Place == ArgumentPlace.Attribute)
            .Select(argument => string.Join('.', argument.WireName.Split('.').Select(SnakeCase.Convert)))));

    private static bool IsDescribed(string resourceType, string path)
    {
        if (!Types.Value.TryGetProperty(resourceType, out var type))
        {
            return false;
        }

        var fields = Fields(type).ToArray();
        var first = path.Split('.')[0];
        return fields.Any(
            field => IsUnder(field.EndsWith(".*", StringComparison.Ordinal) ? path : field,
                field.EndsWith(".*", StringComparison.Ordinal) ? field[..^2] : path))

            // An object whose keys nobody has listed, and one whose keys are the user's own.
            || (fields.Contains(first)
                && (OpaqueAttributes.Contains(first)
                    || !fields.Any(field => field.StartsWith(first + ".", StringComparison.Ordinal))))
            || Relationships(type).Any(relationship => IsOf(relationship, path));
    }

    private static bool IsOf(JsonProperty relationship, string path)
    {
        var name = relationship.Name;
        if (path == name || path == name + "_id" || path == name + "_type" || path == IdsOf(relationship))
        {
            return true;
        }

        return path.StartsWith(name + ".", StringComparison.Ordinal)
            && relationship.Value.GetProperty("types").EnumerateArray().Any(each =>
            each.GetString() is var target
            && (path[(name.Length + 1)..] is "id" or "*" || !Types.Value.TryGetProperty(target!, out _)
                || IsDescribed(target!, path[(name.Length + 1)..])));
    }

    // Whether a path is another, or leads on from it.
    private static bool IsUnder(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal) && (path.Length == parent.Length || path[parent.Length] == '.');

    private static string IdsOf(JsonProperty relationship) =>
        !relationship.Value.GetProperty("many").GetBoolean() ? relationship.Name + "_id"
        : relationship.Name.EndsWith("ies", StringComparison.Ordinal) ? relationship.Name[..^3] + "y_ids"
        : relationship.Name.TrimEnd('s') + "_ids";

    private static IEnumerable<string> Fields(JsonElement type) =>
        type.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!);

    private static JsonElement.ObjectEnumerator Relationships(JsonElement type) =>
        type.GetProperty("relationships").EnumerateObject();

    private static JsonElement Load()
    {
        using var file = typeof(FieldNames).Assembly.GetManifestResourceStream("known-fields.json")!;
        using var document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }
}
