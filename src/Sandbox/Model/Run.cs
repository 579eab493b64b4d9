using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>A run: what was asked for, where it stands, and since when. Only <see cref="RunEngine"/> moves it.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run</summary>
internal sealed class Run(string id, Workspace workspace, User createdBy, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "runs";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public User CreatedBy { get; } = createdBy;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string Message { get; init; } = "Queued manually via the Terraform Enterprise API";

    public string Source { get; init; } = "tfe-api";

    public bool AutoApply { get; init; }

    public bool PlanOnly { get; init; }

    public bool SavePlan { get; init; }

    public bool IsDestroy { get; init; }

    public bool Refresh { get; init; } = true;

    public bool RefreshOnly { get; init; }

    public bool AllowEmptyApply { get; init; }

    public string TerraformVersion { get; init; } = "1.11.4";

    public IReadOnlyList<string> TargetAddresses { get; init; } = [];

    public IReadOnlyList<string> ReplaceAddresses { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    public ConfigurationVersion? ConfigurationVersion { get; init; }

    /// <summary>What it plans: the code that came with its configuration version or, where that had none, what the
    /// workspace has.</summary>
    public Configuration Configuration => ConfigurationVersion?.Configuration ?? Workspace.Configuration;

    public required Plan Plan { get; init; }

    public required Apply Apply { get; init; }

    public CostEstimate? CostEstimate { get; set; }

    public List<PolicyCheck> PolicyChecks { get; } = [];

    public List<TaskStage> TaskStages { get; } = [];

    public List<Comment> Comments { get; } = [];

    public List<RunEvent> Events { get; } = [];

    public string Status { get; private set; } = RunStatus.Pending;

    /// <summary>When <see cref="Status"/> was entered.</summary>
    public DateTimeOffset Since { get; private set; } = createdAt;

    /// <summary>When each status was entered, in order.</summary>
    public List<KeyValuePair<string, DateTimeOffset>> Timestamps { get; } = [KeyValuePair.Create("pending-at", createdAt)];

    public DateTimeOffset? CancelRequestedAt { get; set; }

    public DateTimeOffset? ForceCancelAvailableAt { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public User? ConfirmedBy { get; set; }

    public bool IsFinal => RunStatus.Final.Contains(Status);

    public bool HasStarted { get; private set; }

    /// <summary>Plans of these do not wait for the queue or the lock.</summary>
    public bool PlansAtOnce => PlanOnly || SavePlan;

    public bool WillApply => !PlanOnly && (Plan.HasChanges || AllowEmptyApply);

    public void Enter(string status, DateTimeOffset at)
    {
        Status = status;
        Since = at;
        HasStarted |= status != RunStatus.Pending && !RunStatus.Final.Contains(status);
        Timestamps.Add(KeyValuePair.Create(RunStatus.TimestampName(status), at));
    }
}
