namespace ServerlessMcp.Catalog;

/// <summary>
/// Checks the arguments of a call against the tool's row, before anything is sent. It reports all that is wrong at
/// once, because each round trip costs a model a turn. What models and clients bend on the way is read as what is meant
/// (<see cref="MeantValue"/>), and nothing that came empty empties what is there (<see cref="Clearing"/>).
/// </summary>
internal static class ArgumentReader
{
    /// <summary>More errors than this are not reported.</summary>
    public const int MaxErrors = 20;

    /// <summary>The arguments of a call, or what is wrong with them.</summary>
    /// <param name="tool">A row of <see cref="ToolCatalog"/>.</param>
    /// <param name="given">The arguments as they came; a JSON null counts as not given.</param>
    /// <param name="defaultValue">What the account gives the argument that it has a default for.</param>
    public static ArgumentReading Read(
        ToolDefinition tool, IReadOnlyDictionary<string, JsonElement>? given, string? defaultValue)
    {
        var values = new Dictionary<string, JsonElement>(tool.Arguments.Count);
        List<ArgumentError>? errors = null;
        string? filledIn = null;
        var known = 0;
        var clearing = Clearing.Of(tool, given, out var wrongClear);
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

            var hasDefault = tool.HasDefault(argument, defaultValue);
            var wasGiven = value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
            if ((wasGiven ? ArgumentValue.Check(
                hasDefault ? argument with { IsRequired = false } : argument, argument.Name, ref value,
                clearing) : null) is { } error)
            {
                (errors ??= []).Add(error);
                continue;
            }

            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            {
                value = clearing.EmptyOf(argument);
            }

            if (value.ValueKind == JsonValueKind.Undefined && hasDefault)
            {
                value = ArgumentValue.FromText(defaultValue!);
                filledIn = argument.Name;
            }

            if (value.ValueKind != JsonValueKind.Undefined)
            {
                values[argument.Name] = value;
            }
            else if (argument.IsRequired)
            {
                (errors ??= []).Add(ArgumentError.Missing(argument.Name, ArgumentWords.Describe(argument)));
            }
        }

        if ((wrongClear ?? (errors is null ? clearing.Unused() : null)) is { } clearError)
        {
            (errors ??= []).Add(clearError);
        }

        if (given is not null && known < given.Count)
        {
            var unknown = Unknown(
                tool, given.Where(
                    one => !ClientArguments.Adds(tool, one.Key, one.Value)
                        && !(one.Key == Clearing.Name && clearing.Takes(tool))).Select(
                        one => one.Key)).Take(MaxErrors).ToArray();
            if (unknown.Length > 0)
            {
                (errors ??= []).AddRange(unknown);
            }
        }

        if (errors is null && (Alternatives(tool, values) ?? tool.Complaint(values)) is { } alternative)
        {
            errors = [alternative];
        }

        if (errors is null)
        {
            tool.AddDerived(values);
        }

        return errors is null ? ArgumentReading.Of(new ToolArguments(tool, values, filledIn))
            : ArgumentReading.Of(errors.Take(MaxErrors).ToArray());
    }

    // Two ways to give the bytes of one upload: exactly one of them. Two kinds of resource that one relationship may
    // be: at most one.
    private static ArgumentError? Alternatives(ToolDefinition tool, Dictionary<string, JsonElement> values)
    {
        foreach (var group in tool.Arguments.Where(
            argument => argument is { Place: ArgumentPlace.Relationship, Kind: JsonKind.Text }).GroupBy(
                argument => argument.WireName))
        {
            var given = group.Where(argument => values.ContainsKey(argument.Name)).Select(argument => argument.Name).ToArray();
            if (given.Length > 1)
            {
                return new(given[1], $"a value beside {given[0]}", $"a value instead of {given[0]}, not both");
            }
        }

        if (tool.Arguments.FirstOrDefault(argument => argument.Needs is { } other && values.ContainsKey(argument.Name)
            && !values.ContainsKey(other)) is { } half)
        {
            return new(half.Name, $"a value without {half.Needs}", $"a value beside {half.Needs}, without which it means nothing");
        }

        foreach (var group in tool.Arguments.Where(argument => argument.Place == ArgumentPlace.Upload)
            .GroupBy(argument => argument.WireName))
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
