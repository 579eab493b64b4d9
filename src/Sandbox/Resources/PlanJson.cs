using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>A plan as <c>terraform show -json</c> prints it.
/// https://developer.hashicorp.com/terraform/internals/json-format#plan-representation</summary>
internal static class PlanJson
{
    private const string Redacted = "REDACTED";

    public static JsonObject Of(Plan plan, bool redacted) => new()
    {
        ["format_version"] = "1.2",
        ["terraform_version"] = "1.11.4",
        ["variables"] = Variables(
            plan, variable => new JsonObject
            { ["value"] = redacted && variable.Sensitive ? Redacted : variable.Value }),
        ["resource_changes"] = new JsonArray([.. plan.Changes.Select(change => Resource(change, redacted))]),
        ["output_changes"] = new JsonObject(
            plan.Outputs.Select(output => KeyValuePair.Create(output.Name, (JsonNode?)Output(output, redacted)))),
        ["configuration"] = new JsonObject
        {
            ["root_module"] = new JsonObject
            {
                ["variables"] = Variables(plan, variable => variable.Sensitive ? new JsonObject { ["sensitive"] = true } : []),
            },
        },
        ["timestamp"] = plan.Phase.EndedAt?.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["applyable"] = plan.HasChanges,
        ["complete"] = true,
        ["errored"] = plan.Failure is not null,
    };

    /// <summary>What an assessment found: a plan that only refreshes.</summary>
    public static JsonObject Of(AssessmentResult result) => new()
    {
        ["format_version"] = "1.2",
        ["terraform_version"] = "1.11.4",
        ["resource_drift"] = new JsonArray([.. result.Drift.Select(drift => (JsonNode)Drift(drift.Resource, drift.Real))]),
        ["resource_changes"] = new JsonArray(),
        ["checks"] = new JsonArray([.. result.FailedChecks.Select(check => (JsonNode)Check(check.Address, check.Message))]),
        ["complete"] = true,
        ["errored"] = false,
    };

    private static JsonObject Drift(StateResource resource, JsonObject real)
    {
        var after = (JsonObject)resource.Attributes.DeepClone();
        foreach (var (name, value) in real) after[name] = value?.DeepClone();
        var marks = new JsonObject([.. resource.Sensitive.Select(name => KeyValuePair.Create(name, (JsonNode?)true))]);
        return new JsonObject
        {
            ["address"] = resource.Address,
            ["mode"] = "managed",
            ["type"] = resource.Kind,
            ["name"] = resource.Name,
            ["provider_name"] = resource.Provider,
            ["change"] = new JsonObject
            {
                ["actions"] = new JsonArray("update"),
                ["before"] = resource.Attributes.DeepClone(),
                ["after"] = after,
                ["after_unknown"] = new JsonObject(),
                ["before_sensitive"] = marks,
                ["after_sensitive"] = marks.DeepClone(),
            },
        };
    }

    private static JsonObject Check(string address, string message) => new JsonObject
    {
        ["address"] = new JsonObject { ["kind"] = "check", ["name"] = address.Split('.')[^1], ["to_display"] = address },
        ["status"] = "fail",
        ["instances"] = new JsonArray(new JsonObject
        {
            ["address"] = new JsonObject { ["to_display"] = address },
            ["status"] = "fail",
            ["problems"] = new JsonArray(new JsonObject { ["message"] = message }),
        }),
    };

    private static JsonObject Variables(Plan plan, Func<Variable, JsonObject> shown) => new(plan.Workspace.Variables
        .Where(variable => variable.Category == "terraform").DistinctBy(variable => variable.Key)
        .Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)shown(variable))));

    private static JsonObject Resource(PlannedChange change, bool redacted)
    {
        var resource = new JsonObject
        {
            ["address"] = change.Address,
            ["mode"] = "managed",
            ["type"] = change.Kind,
            ["name"] = change.Name,
            ["provider_name"] = "registry.terraform.io/hashicorp/" + change.Kind.Split('_')[0],
            ["change"] = Change(change, redacted),
        };
        if (Reason(change) is { } reason) resource["action_reason"] = reason;
        return resource;
    }

    private static JsonObject Change(PlannedChange planned, bool redacted)
    {
        // What is made anew gets a new id, which nobody knows yet.
        var isNew = planned.Action is "create" or "replace";
        var after = Values(planned.After, planned, redacted);
        if (isNew) after?.Remove("id");
        var change = new JsonObject
        {
            ["actions"] = new JsonArray(
                [.. (planned.Action == "replace" ? ["delete", "create"] : new[] { planned.Action }).Select(
                    action => JsonValue.Create(action))]),
            ["before"] = Values(planned.Before, planned, redacted),
            ["after"] = after,
            ["after_unknown"] = isNew ? new JsonObject { ["id"] = true } : new JsonObject(),
            ["before_sensitive"] = Marks(planned, planned.Before),
            ["after_sensitive"] = Marks(planned, planned.After),
        };
        if (planned.ForcedBy.Count > 0)
            change["replace_paths"] = new JsonArray([.. planned.ForcedBy.Select(name => new JsonArray(name))]);
        return change;
    }

    private static string? Reason(PlannedChange change) => change.Action switch
    {
        "replace" => change.ForcedBy.Count > 0 ? "replace_because_cannot_update" : "replace_by_request",
        "delete" => "delete_because_no_resource_config",
        _ => null,
    };

    private static JsonObject Output(PlannedOutput output, bool redacted) => new()
    {
        ["actions"] = new JsonArray(output.Action),
        ["before"] = redacted && output.Sensitive && output.Before is not null ? Redacted : output.Before?.DeepClone(),
        ["after"] = redacted && output.Sensitive && output.After is not null ? Redacted : output.After?.DeepClone(),
        ["after_unknown"] = false,
        ["before_sensitive"] = output.Sensitive,
        ["after_sensitive"] = output.Sensitive,
    };

    private static JsonObject? Values(JsonObject? values, PlannedChange change, bool redacted)
    {
        var copy = values?.DeepClone() as JsonObject;
        if (copy is null || !redacted) return copy;
        foreach (var key in change.Sensitive.Where(copy.ContainsKey)) copy[key] = Redacted;
        return copy;
    }

    private static JsonNode Marks(PlannedChange change, JsonObject? values)
    {
        var marks = new JsonObject();
        if (values is null) return JsonValue.Create(false);
        foreach (var key in change.Sensitive) marks[key] = true;
        return marks;
    }
}
