namespace ServerlessMcp.Sandbox.Model;

/// <summary>A health assessment. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/assessment-results</summary>
internal sealed class AssessmentResult(string id, Workspace workspace, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "assessment-results";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>What was found different from the state: the resource as the state has it, and the attributes as they
    /// really are.</summary>
    public IReadOnlyList<(StateResource Resource, JsonObject Real)> Drift { get; init; } = [];

    /// <summary>Check blocks that failed, with what they say.</summary>
    public IReadOnlyList<(string Address, string Message)> FailedChecks { get; init; } = [];

    public int ResourcesDrifted => Drift.Count;

    public int ResourcesUndrifted { get; init; }
}
