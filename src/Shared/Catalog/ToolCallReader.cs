using System.Text.Json;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Catalog;

/// <summary>Reads the arguments of a call, a cursor among them: it carries those of the call that it came from, and they are checked again like any others.</summary>
internal static class ToolCallReader
{
    private static readonly Dictionary<string, JsonElement> Nothing = [];

    /// <summary>The arguments and the page they ask for, or what is wrong with them.</summary>
    public static (ToolArguments? Arguments, int Page, IReadOnlyList<ArgumentError> Errors) Read(
        ToolDefinition tool, IDictionary<string, JsonElement>? given, string? organization)
    {
        var asked = given is null ? Nothing : new Dictionary<string, JsonElement>(given);
        var page = 1;
        if (tool.TakesCursor && asked.TryGetValue("cursor", out var cursor) && cursor.ValueKind == JsonValueKind.String)
        {
            if (!Cursor.TryDecode(tool, cursor.GetString()!, out page, out var carried))
            {
                return (null, 0, [new ArgumentError("cursor", "a text that is none of this tool's cursors", "next_cursor of the page before, as it was")]);
            }

            foreach (var (name, value) in carried)
            {
                if (asked.TryGetValue(name, out var other) && !JsonElement.DeepEquals(value, other))
                {
                    return (null, 0, [new ArgumentError(name, "a value that differs from the cursor's", "the value of the page before, or nothing; a cursor carries it")]);
                }

                asked[name] = value;
            }
        }

        var reading = ArgumentReader.Read(tool, asked, organization);
        return (reading.Arguments, page, reading.Errors);
    }
}
