using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Tests.Support;

/// <summary>Arguments that any tool accepts: the required ones, in their form, of resources that need not exist.</summary>
internal static class SampleArguments
{
    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal)
    {
        ["workspace_id"] = "ws-",
        ["run_id"] = "run-",
        ["plan_id"] = "plan-",
        ["apply_id"] = "apply-",
        ["policy_check_id"] = "polchk-",
        ["variable_id"] = "var-",
        ["state_version_id"] = "sv-",
        ["state_version_output_id"] = "wsout-",
        ["policy_id"] = "pol-",
        ["project_id"] = "prj-",
        ["cost_estimate_id"] = "ce-",
        ["task_stage_id"] = "ts-",
        ["run_event_id"] = "re-",
        ["comment_id"] = "wsc-",
        ["policy_evaluation_id"] = "poleval-",
        ["configuration_version_id"] = "cv-",
    };

    public static string For(ToolDefinition tool) => Of(tool.Arguments).ToJsonString();

    private static JsonObject Of(IEnumerable<Argument> arguments)
    {
        var sample = new JsonObject();
        foreach (var argument in arguments.Where(argument => argument.IsRequired))
        {
            sample[argument.Name] = Value(argument);
        }

        return sample;
    }

    private static JsonNode Value(Argument argument) => argument.Kind switch
    {
        JsonKind.Text => argument.AllowedValues is [var first, ..] ? first : Ids.TryGetValue(argument.Name, out var prefix) ? prefix + "AAAAAAAAAAAAAAAA" : "acme-corp",
        JsonKind.Integer or JsonKind.Number => 1,
        JsonKind.Boolean => true,
        JsonKind.TextList => new JsonArray("a"),
        JsonKind.Record => Of(argument.Members),
        JsonKind.RecordList => new JsonArray(Of(argument.Members)),
        _ => new JsonObject { ["a"] = "b" },
    };
}
