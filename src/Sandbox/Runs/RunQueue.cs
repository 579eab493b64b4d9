using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Puts a new run into its workspace's queue.</summary>
internal static class RunQueue
{
    /// <summary>Queues the run that <paramref name="make"/> builds around the id, plan and apply prepared for it.</summary>
    public static Run Add(World world, Workspace workspace, Func<string, Plan, Apply, Run> make)
    {
        var id = world.Ids.Next("run");
        var plan = world.Add(new Plan(world.Ids.Next("plan"), workspace));
        var apply = world.Add(new Apply(world.Ids.Next("apply"), plan));
        var run = world.Add(make(id, plan, apply));
        workspace.Runs.Add(run);
        world.Engine.Watch(workspace);
        RunActions.Record(world, run, "created", run.CreatedBy, comment: null);
        world.Engine.Advance(world.Now);
        return run;
    }

    /// <summary>Queues an ordinary run of the current configuration, <paramref name="at"/> an instant that may be past.</summary>
    public static Run Add(World world, Workspace workspace, User by, string message, DateTimeOffset? at = null) =>
        Add(world, workspace, (id, plan, apply) => new Run(id, workspace, by, at ?? world.Now)
        {
            Plan = plan,
            Apply = apply,
            Message = message,
            AutoApply = workspace.AutoApply,
            ConfigurationVersion = workspace.ConfigurationVersions.LastOrDefault(),
        });
}
