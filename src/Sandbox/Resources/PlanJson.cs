using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox;

/// <summary>A plan as <c>terraform show -json</c> prints it. https://developer.hashicorp.com/terraform/internals/json-format#plan-representation</summary>
internal static class PlanJson
{
    public static JsonObject Of(Plan plan, bool redacted) => new()
    {
        ["format_version"] = "1.2",
        ["terraform_version"] = "1.11.4",
        ["resource_changes"] = new JsonArray([.. plan.Changes.Select(change => Change(change, redacted))]),
        ["output_changes"] = new JsonObject(),
        ["complete"] = true,
        ["applyable"] = plan.HasChanges,
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

    private static JsonObject Change(PlannedChange change, bool redacted) => new JsonObject
    {
        ["address"] = change.Address,
        ["mode"] = "managed",
        ["type"] = change.Kind,
        ["name"] = change.Name,
        ["provider_name"] = "registry.terraform.io/hashicorp/" + change.Kind.Split('_')[0],
        ["change"] = new JsonObject
        {
            ["actions"] = new JsonArray([.. (change.Action == "replace" ? ["delete", "create"] : new[] { change.Action }).Select(a => JsonValue.Create(a))]),
            ["before"] = Values(change.Before, change, redacted),
            ["after"] = Values(change.After, change, redacted),
            ["after_unknown"] = change.Before is null ? new JsonObject { ["id"] = true } : new JsonObject(),
            ["before_sensitive"] = Marks(change, change.Before),
            ["after_sensitive"] = Marks(change, change.After),
        },
    };

    private static JsonObject? Values(JsonObject? values, PlannedChange change, bool redacted)
    {
        var copy = values?.DeepClone() as JsonObject;
        if (copy is null || !redacted) return copy;
        foreach (var key in change.Sensitive.Where(copy.ContainsKey)) copy[key] = "REDACTED";
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
