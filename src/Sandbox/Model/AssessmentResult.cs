namespace ServerlessMcp.Sandbox;

/// <summary>A health assessment. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/assessment-results</summary>
internal sealed class AssessmentResult(string id, Workspace workspace, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "assessment-results";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public int ResourcesDrifted { get; init; }

    public int ResourcesUndrifted { get; init; }
}
