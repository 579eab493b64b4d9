using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>The post-plan stage in which OPA policy sets are evaluated.
/// https://developer.hashicorp.com/terraform/enterprise/api-docs/run-tasks/run-task-stages-and-results</summary>
internal sealed class TaskStage(string id, Run run, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "task-stages";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    public string Status { get; private set; } = "running";

    public List<KeyValuePair<string, DateTimeOffset>> Timestamps { get; } = [KeyValuePair.Create("running-at", createdAt)];

    public required PolicyEvaluation Evaluation { get; init; }

    public bool IsOverridable => Status == "awaiting_override";

    public void Enter(string status, DateTimeOffset at)
    {
        Status = status;
        UpdatedAt = at;
        Timestamps.Add(KeyValuePair.Create(RunStatus.TimestampName(status), at));
    }
}
