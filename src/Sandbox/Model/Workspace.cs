using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>A workspace: its settings, variables, runs in queue order, and the small Terraform configuration that its
/// plans evaluate.</summary>
internal sealed class Workspace(string id, Project project, string name, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "workspaces";

    public override Organization Organization => Project.Organization;

    public string Name { get; set; } = name;

    public Project Project { get; set; } = project;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public bool AutoApply { get; set; }

    /// <summary>Attributes that are stored and answered but drive nothing here (description, working-directory,
    /// vcs-repo, …).</summary>
    public JsonObject Settings { get; } = [];

    public List<Tag> Tags { get; } = [];

    public SortedDictionary<string, string> TagBindings { get; } = new(StringComparer.Ordinal);

    /// <summary>Who may read its state besides itself, where not everybody in the organization may.</summary>
    public List<Workspace> RemoteStateConsumers { get; } = [];

    public List<Variable> Variables { get; } = [];

    public List<Run> Runs { get; } = [];

    public List<ConfigurationVersion> ConfigurationVersions { get; } = [];

    public List<StateVersion> StateVersions { get; } = [];

    public Configuration Configuration { get; set; } = new();

    public AssessmentResult? Assessment { get; set; }

    /// <summary>The user, team or run that holds the lock; null when unlocked.</summary>
    public Entity? LockedBy { get; private set; }

    public string? LockedReason { get; private set; }

    /// <summary>Since when nobody holds the lock: a queued run cannot have started before.</summary>
    public DateTimeOffset FreeSince { get; private set; } = createdAt;

    public StateVersion? CurrentState => StateVersions.Count == 0 ? null : StateVersions[^1];

    /// <summary>The run that last left the queue: the one in progress, or the last one that was.</summary>
    public Run? CurrentRun => Runs.FindLast(run => !run.PlanOnly && run.HasStarted) ?? LatestRun;

    public Run? LatestRun => Runs.FindLast(run => !run.PlanOnly);

    /// <summary>Makes every plan and apply of this workspace hang and ignore interrupts, as a wedged provider does.</summary>
    public bool ProviderHangs { get; set; }

    public void Lock(Entity by, string? reason)
    {
        LockedBy = by;
        LockedReason = reason;
    }

    public void Unlock(DateTimeOffset at)
    {
        LockedBy = null;
        LockedReason = null;
        FreeSince = at;
    }
}
