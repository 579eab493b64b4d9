using System.Text.Json;

namespace ServerlessMcp.Catalog;

/// <summary>
/// Checks the arguments of a call against the tool's row, before anything is sent. It reports all that is wrong at once, because each round trip costs a model a turn.
/// It converts nothing but <c>20.0</c> to <c>20</c>: a string where a number belongs is an error, not a guess.
/// </summary>
public static class ArgumentReader
{
    /// <summary>More errors than this are not reported.</summary>
    public const int MaxErrors = 20;

    /// <summary>The arguments of a call, or what is wrong with them.</summary>
    /// <param name="tool">A row of <see cref="ToolCatalog"/>.</param>
    /// <param name="given">The arguments as they came; a JSON null counts as not given.</param>
    /// <param name="defaultOrganization">The value of a required <c>organization_name</c> that was not given.</param>
    public static ArgumentReading Read(ToolDefinition tool, IReadOnlyDictionary<string, JsonElement>? given, string? defaultOrganization)
    {
        var values = new Dictionary<string, JsonElement>(tool.Arguments.Count);
        List<ArgumentError>? errors = null;
        string? filledIn = null;
        var known = 0;
        foreach (var argument in tool.Arguments)
        {
            if (argument.IsDerived)
            {
                continue;
            }

            JsonElement value = default;
            if (given?.TryGetValue(argument.Name, out value) == true)
            {
                known++;
            }

            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            {
                if (ToolSchema.HasDefault(tool, argument, defaultOrganization))
                {
                    value = ArgumentValue.FromText(defaultOrganization!);
                    filledIn = argument.Name;
                }
                else
                {
                    if (argument.IsRequired)
                    {
                        (errors ??= []).Add(ArgumentError.Missing(argument.Name, ArgumentWords.Describe(argument)));
                    }

                    continue;
                }
            }

            if (ArgumentValue.Check(argument, argument.Name, ref value) is { } error)
            {
                (errors ??= []).Add(error);
            }
            else if (value.ValueKind != JsonValueKind.Undefined)
            {
                values[argument.Name] = value;
            }
        }

        if (given is not null && known < given.Count)
        {
            (errors ??= []).AddRange(Unknown(tool, given.Keys).Take(MaxErrors));
        }

        if (errors is null && Alternatives(tool, values) is { } alternative)
        {
            errors = [alternative];
        }

        if (errors is null && values.TryGetValue(DerivedArguments.Fields.Name, out var fields) && tool.Includable.Count > 0)
        {
            values[DerivedArguments.Include.Name] = ArgumentValue.FromTexts(DerivedArguments.Including(tool, fields.EnumerateArray().Select(field => field.GetString()!)));
        }

        return errors is null ? ArgumentReading.Of(new ToolArguments(tool, values, filledIn)) : ArgumentReading.Of(errors.Take(MaxErrors).ToArray());
    }

    // Two ways to give the bytes of one upload: exactly one of them. Two kinds of resource that one relationship may be: at most one.
    private static ArgumentError? Alternatives(ToolDefinition tool, Dictionary<string, JsonElement> values)
    {
        foreach (var group in tool.Arguments.Where(argument => argument is { Place: ArgumentPlace.Relationship, Kind: JsonKind.Text }).GroupBy(argument => argument.WireName))
        {
            var given = group.Where(argument => values.ContainsKey(argument.Name)).Select(argument => argument.Name).ToArray();
            if (given.Length > 1)
            {
                return new(given[1], $"a value beside {given[0]}", $"a value instead of {given[0]}, not both");
            }
        }

        foreach (var group in tool.Arguments.Where(argument => argument.Place == ArgumentPlace.Upload).GroupBy(argument => argument.WireName))
        {
            var names = group.Select(argument => argument.Name).ToArray();
            if (names.Length > 1 && names.Count(values.ContainsKey) is var given and not 1)
            {
                return new(names[0], given == 0 ? "nothing" : "more than one", $"one of {string.Join(" and ", names)}");
            }
        }

        return null;
    }

    private static IEnumerable<ArgumentError> Unknown(ToolDefinition tool, IEnumerable<string> given)
    {
        var names = tool.Arguments.Where(argument => !argument.IsDerived).Select(argument => argument.Name).ToArray();
        return given
            .Where(name => !names.Contains(name))
            .Select(name => ArgumentError.Unknown(ArgumentWords.Excerpt(name), NearestName.Find(name, names), names));
    }
}
