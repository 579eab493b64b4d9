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
