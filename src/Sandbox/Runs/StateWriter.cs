using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Turns a confirmed plan into the next state version.</summary>
internal static class StateWriter
{
    public static StateVersion Apply(World world, Run run, DateTimeOffset at)
    {
        var workspace = run.Workspace;
        var previous = workspace.CurrentState;
        var state = world.Add(new StateVersion(world.Ids.Next("sv"), workspace, (previous?.Serial ?? 0) + 1, at)
        {
            Lineage = previous?.Lineage ?? IdGenerator.Named("lineage", workspace.Id)[8..],
            IsFinalized = true,
            Run = run,
            CreatedBy = run.CreatedBy,
            TerraformVersion = run.TerraformVersion,
        });
        var changed = run.Plan.Changes.ToDictionary(c => c.Address);
        foreach (var kept in previous?.Resources ?? []) if (!changed.ContainsKey(kept.Address)) state.Resources.Add(kept);
        foreach (var change in run.Plan.Changes.Where(c => c.After is not null))
        {
            var attributes = (JsonObject)change.After!.DeepClone();
            if (change.Before is null || change.Action == "replace")
                attributes["id"] = ResourceId(workspace, change, state.Serial);
            state.Resources.Add(new StateResource(change.Kind, change.Name, attributes) { Sensitive = change.Sensitive });
        }

        var evaluation = new Evaluation(run);
        var outputs = run.IsDestroy ? [] : run.Configuration.Outputs;
        foreach (var output in outputs)
        {
            var id = IdGenerator.Named("wsout", state.Id + "/" + output.Name);
            state.Outputs.Add(
                world.Add(new StateVersionOutput(
                    id, state, output.Name, evaluation.Value(output.Value), output.Sensitive)));
        }

        workspace.StateVersions.Add(state);
        return state;
    }

    private static string ResourceId(Workspace workspace, PlannedChange change, long serial)
    {
        // As the built-in provider makes them.
        if (change.Kind == "terraform_data") return IdGenerator.Uuid($"{workspace.Id}/{change.Address}/{serial}");
        var kind = change.Kind[(change.Kind.LastIndexOf('_') + 1)..];
        return IdGenerator.Named(kind, $"{workspace.Id}/{change.Address}/{serial}").ToLowerInvariant();
    }
}
