using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>
/// Arguments for any tool by what its list says of them: an id is the first of its kind that an answer had, everything else is made up, always the same.
/// </summary>
internal sealed partial class SampleCalls
{
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>Notes the ids that an answer has. One that is known of its kind stays.</summary>
    public void Learn(JsonNode answer)
    {
        foreach (Match id in Id().Matches(answer.ToJsonString()))
        {
            ids.TryAdd(id.Groups["prefix"].Value, id.Value);
        }
    }

    /// <summary>The required arguments of a tool.</summary>
    public JsonObject For(JsonNode tool) => Record(tool["inputSchema"]!);

    private JsonObject Record(JsonNode schema)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        return new JsonObject((schema["properties"] as JsonObject ?? [])
            .Where(property => required.Contains(property.Key))
            .Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Value(property.Key, property.Value!))));
    }

    private JsonNode Value(string name, JsonNode schema) => schema["enum"] is JsonArray { Count: > 0 } values ? values[0]!.DeepClone() : (string?)schema["type"] switch
    {
        "integer" or "number" => Math.Max((int?)schema["minimum"] ?? 1, 1),
        "boolean" => true,
        "array" => new JsonArray(Value(name, schema["items"] ?? new JsonObject { ["type"] = "string" })),
        "object" => Record(schema) is { Count: > 0 } record ? record : new JsonObject { ["a"] = "b" },
        _ => Text(name, (string?)schema["description"] ?? ""),
    };

    private string Text(string name, string description) => name switch
    {
        "workspace_name" => "core-networking",
        _ when name.Contains("organization", StringComparison.Ordinal) && !name.EndsWith("_id", StringComparison.Ordinal) => "acme-corp",
        _ when description.Contains("base64", StringComparison.OrdinalIgnoreCase) => "YWNtZQ==",
        _ when Form().Match(description) is { Success: true } form => ids.GetValueOrDefault(form.Groups["prefix"].Value, form.Groups["prefix"].Value + "0123456789abcdef"),
        _ when name.EndsWith("_at", StringComparison.Ordinal) => "2026-02-01T00:00:00Z",
        _ => "sample-" + name.Replace('_', '-'),
    };

    [GeneratedRegex("\\b(?<prefix>[a-z]+-)[A-Za-z0-9]{16}\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    // ws-…, at the start of a description.
    [GeneratedRegex("^(?<prefix>[a-z]+-)…", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
