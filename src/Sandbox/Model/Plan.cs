using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans</summary>
internal sealed class Plan(string id, Workspace workspace) : Entity(id)
{
    public override string Type => "plans";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public Phase Phase { get; } = new();

    public List<PlannedChange> Changes { get; } = [];

    public Diagnostic? Failure { get; set; }

    /// <summary>The outputs an apply would add (+), change (~) or remove (-), as the log prints them.</summary>
    public List<string> OutputChanges { get; } = [];

    /// <summary>The same outputs, as a plan's JSON has them.</summary>
    public List<PlannedOutput> Outputs { get; } = [];

    public bool HasChanges => OutputChanges.Count > 0 || Changes.Exists(change => change.IsChange);

    public int Additions => Changes.Count(change => change.Action is "create" or "replace");

    public int Updates => Changes.Count(change => change.Action == "update");

    public int Destructions => Changes.Count(change => change.Action is "delete" or "replace");
}
