using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Finds what a run would do to the outputs, which is a change even where no resource changes.</summary>
internal static class OutputPlanner
{
    public static Diagnostic? Plan(Run run, List<string> changes)
    {
        // The sandbox's own workspaces were seeded with outputs that follow their resources.
        if (run.ConfigurationVersion?.Configuration is null || run.RefreshOnly) return null;
        var evaluation = new Evaluation(run);
        var before = run.Workspace.CurrentState?.Outputs.ToDictionary(o => o.Name) ?? [];
        foreach (var output in Ordered(run))
        {
            var value = evaluation.Value(output.Value);
            if (evaluation.MissingVariable is { } missing) return Planner.Missing(missing);
            var known = before.Remove(output.Name, out var current);
            if (known && JsonNode.DeepEquals(current!.Value, value) && current.Sensitive == output.Sensitive) continue;
            changes.Add($"{(known ? "~" : "+")} {output.Name} = {Shown(value, output.Sensitive)}");
            run.Plan.Outputs.Add(
                new PlannedOutput(output.Name, known ? "update" : "create", current?.Value, value, output.Sensitive));
        }

        foreach (var gone in before.Values)
        {
            changes.Add($"- {gone.Name} = {Shown(gone.Value, gone.Sensitive)} -> null");
            run.Plan.Outputs.Add(new PlannedOutput(gone.Name, "delete", gone.Value, null, gone.Sensitive));
        }

        return null;
    }

    /// <summary>The outputs as the end of an apply prints them.</summary>
    public static IEnumerable<string> Lines(Run run)
    {
        var evaluation = new Evaluation(run);
        return Ordered(run).Select(o => $"{o.Name} = {Shown(evaluation.Value(o.Value), o.Sensitive, "<sensitive>")}");
    }

    private static IEnumerable<OutputBlock> Ordered(Run run) =>
        run.Configuration.Outputs.Where(_ => !run.IsDestroy).OrderBy(o => o.Name, StringComparer.Ordinal);

    private static string Shown(JsonNode? value, bool sensitive, string hidden = "(sensitive value)") =>
        sensitive ? hidden : value?.ToJsonString() ?? "null";
}
