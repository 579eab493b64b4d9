using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Finds what a run would change: configuration, evaluated now, against the state of now.</summary>
internal static class Planner
{
    public static Diagnostic? Plan(Run run, List<PlannedChange> changes)
    {
        if (run.ConfigurationVersion?.Failure is { } unreadable) return unreadable;
        var workspace = run.Workspace;
        var evaluation = new Evaluation(run);
        var state = workspace.CurrentState?.Resources.ToDictionary(r => r.Address) ?? [];
        foreach (var block in run.Configuration.Resources)
        {
            var (wanted, sensitive) = evaluation.Arguments(block.Arguments);
            if (evaluation.MissingVariable is { } missing) return Missing(missing);
            state.Remove(block.Address, out var current);
            if (run.RefreshOnly || (run.TargetAddresses.Count > 0 && !run.TargetAddresses.Contains(block.Address))) continue;
            changes.Add(Change(run, block, current, wanted) with { Sensitive = sensitive });
        }

        if (run.RefreshOnly) return null;
        foreach (var orphan in state.Values)
            changes.Add(new PlannedChange("delete", orphan.Kind, orphan.Name, Clone(orphan.Attributes), null));
        if (run.IsDestroy) changes.RemoveAll(change => change.Before is null);
        return null;
    }

    public static Diagnostic Missing(string variable) => new("No value for required variable",
        $"The root module input variable \"{variable}\" is not set, and has no default value. "
        + "Use a -var or -var-file command line argument to provide a value for this variable.",
        "variable \"" + variable + "\"");

    private static PlannedChange Change(Run run, ResourceBlock block, StateResource? current, JsonObject wanted)
    {
        if (run.IsDestroy)
        {
            return new PlannedChange(
                "delete", block.Kind, block.Name, current is null ? null : Clone(current.Attributes), null);
        }

        if (current is null) return new PlannedChange("create", block.Kind, block.Name, null, wanted);
        wanted["id"] = current.Attributes["id"]?.DeepClone();
        var forcedBy = Fixed(block.Kind).Where(name => !JsonNode.DeepEquals(wanted[name], current.Attributes[name])).ToArray();
        var replaced = run.ReplaceAddresses.Contains(block.Address) || forcedBy.Length > 0;
        var action = replaced ? "replace" : JsonNode.DeepEquals(wanted, current.Attributes) ? "no-op" : "update";
        return new PlannedChange(action, block.Kind, block.Name, Clone(current.Attributes), wanted) { ForcedBy = forcedBy };
    }

    // What the providers' schemas call ForceNew, of the types that are seeded.
    private static string[] Fixed(string kind) => kind switch
    {
        "aws_s3_bucket" => ["bucket"],
        "aws_vpc" => ["cidr_block"],
        "aws_subnet" => ["cidr_block", "availability_zone"],
        "aws_db_instance" or "aws_rds_cluster" => ["engine", "storage_encrypted"],
        _ => ["triggers_replace"],
    };

    private static JsonObject Clone(JsonObject attributes) => (JsonObject)attributes.DeepClone();
}
