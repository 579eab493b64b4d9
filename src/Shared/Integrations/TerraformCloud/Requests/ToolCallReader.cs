using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>Reads the arguments of a call, a cursor among them: it carries those of the call that it came from, and
/// they are checked again like any others.</summary>
internal static class ToolCallReader
{
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    private static readonly Argument Wrapping = new()
    {
        Name = "arguments",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Record,
        WireName = "arguments",
        Description = "Of the tool."
    };

    /// <summary>The arguments and the page they ask for, or what is wrong with them.</summary>
    public static (ToolArguments? Arguments, int Page, IReadOnlyList<ArgumentError> Errors) Read(
        TerraformTool tool, IDictionary<string, JsonElement>? given, string? organization)
    {
        var asked = Unwrapped(tool, given is null ? Nothing : new Dictionary<string, JsonElement>(given));
        var (page, faults, seen) = (1, new List<ArgumentError>(), (string?)null);
        if (tool.TakesCursor && asked.TryGetValue(DerivedArguments.Cursor.Name, out var cursor)
            && cursor.ValueKind == JsonValueKind.String && ArgumentWords.Text(cursor) is { Length: > 0 } text)
        {
            if (!Cursor.TryDecode(tool, text, out page, out var carried))
            {
                // Not the cursor alone: whoever has one thing to put right should hear of the others.
                faults.Add(new ArgumentError(
                    DerivedArguments.Cursor.Name, "a text that is none of this tool's cursors",
                    "next_cursor of the page before, as it was"));
            }

            seen = Cursor.SeenBefore(text);
            foreach (var (name, value) in carried)
            {
                if (asked.TryGetValue(name, out var other) && !IsWorkspaceOfRun(tool, name, other)
                    && MeantValue.Of(tool.Arguments.First(argument => argument.Name == name), other)
                    is { ValueKind: not JsonValueKind.Undefined } meant
                    && !JsonElement.DeepEquals(value, meant))
                {
                    faults.Add(new ArgumentError(name, "a value that differs from the cursor's", "the value of the " +
                        "page before, or nothing; a cursor carries it"));
                }

                asked[name] = value;
            }
        }

        var reading = ArgumentReader.Read(tool, asked, organization);
        return faults.Count == 0
            ? (reading.Arguments?.After(seen), page, reading.Errors)
            : (null, 0, [.. faults.Concat(reading.Errors.Where(error => faults.All(fault => fault.Name != error.Name)))
                .Take(ArgumentReader.MaxErrors)]);
    }

    // The cursor has the run that the workspace stood for.
    private static bool IsWorkspaceOfRun(TerraformTool tool, string name, JsonElement given) =>
        given.ValueKind == JsonValueKind.String && ArgumentWords.Text(given) is { } text
        && tool.Arguments.Any(argument => argument is { NameOf: "runs", Form: { } form } && argument.Name == name
            && !form.FitsId(text));

    // {"arguments":{…}} in the place of the arguments: models nest once more than needed, where a call is the argument
    // of call_tool.
    private static Dictionary<string, JsonElement> Unwrapped(TerraformTool tool, Dictionary<string, JsonElement> given) =>
        given.TryGetValue(Wrapping.Name, out var wrapped)
        && given.Keys.All(name => name == Wrapping.Name || ClientArguments.Contains(name))
            && tool.Arguments.All(argument => argument.Name != Wrapping.Name)
            && MeantValue.Of(Wrapping, wrapped) is { ValueKind: JsonValueKind.Object } inner
            ? inner.EnumerateObject().DistinctBy(argument => argument.Name)
            .ToDictionary(argument => argument.Name, argument => argument.Value)
            : given;
}
