using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>Calls whose arguments are all right, but ask for nothing: an update without a change, a list that needs one
/// of two filters and got neither. The API would refuse them, or do something else.</summary>
internal static class NothingAsked
{
    /// <summary>What is missing; null if nothing is.</summary>
    public static ArgumentError? Find(TerraformTool tool, Dictionary<string, JsonElement> values)
    {
        if (tool.NeedsOneOf.Count > 0 && !tool.NeedsOneOf.Any(values.ContainsKey))
        {
            return ArgumentError.Missing(string.Join(" or ", tool.NeedsOneOf), "at least one of them");
        }

        if (!SetsValues(tool))
        {
            return null;
        }

        var changes = tool.Arguments.Where(IsChange).ToArray();
        return changes.Length == 0 || changes.Any(argument => argument.IsNullIfAbsent || values.ContainsKey(argument.Name))
            ? null
            : new ArgumentError(
                changes[0].Name, "nothing to change", string.Join(", ", changes.Select(argument => argument.Name)))
            {
                Message = $"There is nothing to change; it takes {string.Join(", ", changes.Select(argument => argument.Name))}.",
            };
    }

    // An action is done by calling it; what sets values does nothing without any.
    private static bool SetsValues(TerraformTool tool) => tool.Method == ToolMethod.Update
        || (tool is { Method: ToolMethod.Custom, IsIdempotent: true }
            && tool.Arguments.Any(argument => argument.Place is ArgumentPlace.Attribute or ArgumentPlace.Relationship));

    private static bool IsChange(Argument argument) =>
        argument.Place is ArgumentPlace.Attribute or ArgumentPlace.Relationship or ArgumentPlace.Root
        or ArgumentPlace.Identifiers or ArgumentPlace.Type or ArgumentPlace.Body;
}
