using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>One workspace in the making.</summary>
internal sealed class WorkspaceSeed(Seeder seeder, Workspace workspace)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public Workspace Made => workspace;

    public WorkspaceSeed Tagged(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) workspace.Tags.Add(workspace.Organization.TagNamed(seeder.World, name));
        return this;
    }

    public WorkspaceSeed Set(string name, JsonNode value)
    {
        workspace.Settings[name] = value;
        return this;
    }

    public WorkspaceSeed AutoApplying()
    {
        workspace.AutoApply = true;
        return this;
    }

    public WorkspaceSeed Variable(
        string key, string value, string category = "terraform", bool sensitive = false, string? description = null)
    {
        workspace.Variables.Add(
            seeder.World.Add(new Variable(
                IdGenerator.Named("var", workspace.Id + "/" + category + "/" + key), workspace, key, value)
            {
                Category = category,
                Sensitive = sensitive,
                Description = description,
                CreatedAt = workspace.CreatedAt,
            }));
        return this;
    }

    /// <summary>Adds a resource block; <paramref name="arguments"/> is a JSON object.</summary>
    public WorkspaceSeed Resource(string kind, string name, string arguments)
    {
        workspace.Configuration.Resources.Add(new ResourceBlock(kind, name, (JsonObject)JsonNode.Parse(arguments)!));
        return this;
    }

    /// <summary>Writes a block anew; the next run updates its resource, or replaces it.</summary>
    public WorkspaceSeed Changing(string kind, string name, string arguments)
    {
        var blocks = workspace.Configuration.Resources;
        blocks[blocks.FindIndex(block => block.Kind == kind && block.Name == name)] =
            new ResourceBlock(kind, name, (JsonObject)JsonNode.Parse(arguments)!);
        return this;
    }

    /// <summary>Takes a block out; the next run destroys its resource.</summary>
    public WorkspaceSeed Without(string kind, string name)
    {
        workspace.Configuration.Resources.RemoveAll(block => block.Kind == kind && block.Name == name);
        return this;
    }

    public WorkspaceSeed Output(string name, JsonNode value, bool sensitive = false)
    {
        workspace.Configuration.Outputs.Add(new OutputBlock(name, value, sensitive));
        return this;
    }

    /// <summary>A run of what is configured so far that went all the way, overriding and confirming as needed.</summary>
    public WorkspaceSeed Applied(double daysAgo, string message = "Initial import")
    {
        var asConfigured = Snapshot();
        var ago = TimeSpan.FromDays(daysAgo);
        seeder.At(ago, () => Queue(asConfigured, message));
        seeder.At(ago - Minute, () => Confirm(workspace.Runs[^1]));
        return this;
    }

    /// <summary>A run of what is configured so far, left to stop where it will.</summary>
    public WorkspaceSeed Ran(double hoursAgo, string message)
    {
        var asConfigured = Snapshot();
        seeder.At(TimeSpan.FromHours(hoursAgo), () => Queue(asConfigured, message));
        return this;
    }

    public WorkspaceSeed Then(double hoursAgo, Action<World, Workspace> happen)
    {
        seeder.At(TimeSpan.FromHours(hoursAgo), () => happen(seeder.World, workspace));
        return this;
    }

    public WorkspaceSeed Confirmed(double hoursAgo) => Then(hoursAgo, (_, w) => Confirm(w.Runs[^1]));

    private void Queue(Configuration configuration, string message)
    {
        workspace.Configuration = configuration;
        var world = seeder.World;
        workspace.ConfigurationVersions.Add(
            world.Add(new ConfigurationVersion(world.Ids.Next("cv"), workspace, world.Now)
            { Status = "uploaded", UploadedAt = world.Now, Archive = [] }));
        RunQueue.Add(world, workspace, seeder.Owner, message);
    }

    private void Confirm(Run run)
    {
        foreach (var check in run.PolicyChecks) RunActions.Override(seeder.World, check);
        foreach (var stage in run.TaskStages) RunActions.Override(seeder.World, stage);
        seeder.World.Engine.Advance(seeder.World.Now);
        if (RunActions.Apply(seeder.World, run, seeder.Owner))
            RunActions.Record(seeder.World, run, "confirmed", seeder.Owner, comment: null);
    }

    private Configuration Snapshot()
    {
        var copy = new Configuration();
        copy.Resources.AddRange(workspace.Configuration.Resources);
        copy.Outputs.AddRange(workspace.Configuration.Outputs);
        return copy;
    }
}
