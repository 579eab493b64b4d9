namespace ServerlessMcp.Sandbox.Model;

/// <summary>Queues a run in <see cref="Workspace"/> whenever one of <see cref="Sourceable"/> was applied.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers</summary>
internal sealed class RunTrigger(string id, Workspace workspace, Workspace sourceable, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "run-triggers";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public Workspace Sourceable { get; } = sourceable;

    public DateTimeOffset CreatedAt { get; } = createdAt;
}
