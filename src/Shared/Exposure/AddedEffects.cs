using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>The <see cref="AddedEffect"/>s of one call: of the arguments that were given, after they were read and put
/// right.</summary>
internal static class AddedEffects
{
    private const int LongestValue = 40;

    /// <summary>The arguments whose effect the URL may not have, each with what would be needed; empty if there are
    /// none.</summary>
    public static IReadOnlyList<ArgumentError> Refused(ToolArguments arguments, ToolFilter filter, ToolNames names) =>
        [.. Unknown(arguments, filter),
            .. GivenEffects.In(arguments).Where(given => !filter.Has(given.Adds)).Take(ArgumentReader.MaxErrors)
                .Select(given => Refusal(given.Name, given.Value, given.Adds, filter.Catalog, names))];

    /// <summary>The arguments with what is sent instead of a default that may have an effect that the URL may not have.</summary>
    public static ToolArguments Hold(ToolArguments arguments, ToolFilter filter)
    {
        foreach (var argument in arguments.Tool.Arguments)
        {
            if (argument.Adds is { Otherwise: { } otherwise } adds && !arguments.TryGet(argument.Name, out _)
                && !filter.Has(adds))
            {
                arguments = arguments.With(argument.Name, otherwise);
            }
        }

        return arguments;
    }

    private static IEnumerable<ArgumentError> Unknown(ToolArguments arguments, ToolFilter filter) =>
        arguments.Tool.Arguments.Where(argument => arguments.IsGiven(argument.Name) && !filter.Knows(argument))
        .Select(argument => new ArgumentError(argument.Name, "a value", "nothing")
        {
            Message = $"{argument.Name} is for {filter.Catalog.NameOfEdition(argument.Editions[0])} itself, which " +
                "this server has not said to be: another one ignores it, and what it answers is of something else. " +
                "Leave it out.",
        });

    private static ArgumentError Refusal(string name, JsonElement value, AddedEffect adds, ToolCatalog catalog, ToolNames names)
    {
        var came = value.ValueKind == JsonValueKind.True ? "true"
            : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestValue } text
            ? $"'{text}'" : "a value";
        var allowed = adds.Harmless.Count > 0 ? string.Join(" or ", adds.Harmless)
            : value.ValueKind == JsonValueKind.True ? "false, or nothing" : "nothing";
        return new(name, came, allowed)
        {
            Message = $"{name}: {came} has the effect of {adds.Needs(tool => catalog.NameOf(tool, names))}, which " +
                $"this URL does not have. Allowed here: {allowed}. Whoever mints URLs can make one that has " +
                $"{(adds.Tools.Count + (adds.Deletes ? 1 : 0) > 1 ? "both" : "it")}.",
        };
    }
}
