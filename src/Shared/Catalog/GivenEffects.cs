namespace ServerlessMcp.Catalog;

/// <summary>What the arguments of one call add to its tool's effect: of those that were given, after they were read and
/// put right.</summary>
internal static class GivenEffects
{
    /// <summary>What the call does to the world with these arguments.</summary>
    public static Effect Of(ToolArguments arguments) =>
        arguments.Tool.Adds is not null || In(arguments).Any() ? Effect.Destroy : arguments.Tool.Effect;

    /// <summary>The arguments that add an effect, each with its name, within records too, its value and what it adds.</summary>
    public static IEnumerable<(string Name, JsonElement Value, AddedEffect Adds)> In(ToolArguments arguments) =>
        arguments.Tool.Arguments.SelectMany(
            argument => arguments.TryGet(argument.Name, out var value) ? Of(argument, argument.Name, value) : []);

    private static IEnumerable<(string Name, JsonElement Value, AddedEffect Adds)> Of(
        Argument argument, string name, JsonElement value)
    {
        if (argument.Adds is { } adds && adds.IsOf(value))
        {
            yield return (name, value, adds);
        }

        if (!argument.Members.Any(member => member.MayAdd))
        {
            yield break;
        }

        var index = 0;
        foreach (var record in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            var place = value.ValueKind == JsonValueKind.Array
                ? string.Create(CultureInfo.InvariantCulture, $"{name}[{index++}]") : name;
            foreach (var member in argument.Members.Where(member => member.MayAdd && record.ValueKind == JsonValueKind.Object))
            {
                if (record.TryGetProperty(member.Name, out var given))
                {
                    foreach (var nested in Of(member, $"{place}.{member.Name}", given))
                    {
                        yield return nested;
                    }
                }
            }
        }
    }
}
