using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Logs;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>What is known of a run, from which <see cref="RunCauses"/> decides. Null is what the API did not say.</summary>
internal sealed record RunFacts
{
    /// <summary><c>run-…</c></summary>
    public required string Id { get; init; }

    /// <summary>As the API has it: <c>policy_override</c>. Open: see <see cref="RunStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Since when it has this status.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Who created it, by user name.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>What its creator said.</summary>
    public string? Message { get; init; }

    /// <summary><c>ws-…</c></summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The workspace's name.</summary>
    public string? WorkspaceName { get; init; }

    /// <summary>Whether it can never be applied; null where the API doesn't say.</summary>
    public bool? IsPlanOnly { get; init; }

    /// <summary>Whether it applies what it plans without asking.</summary>
    public bool IsAutoApply { get; init; }

    /// <summary>Whether it destroys all that the workspace manages.</summary>
    public bool IsDestroy { get; init; }

    /// <summary>Whether its plan changes anything.</summary>
    public bool? HasChanges { get; init; }

    /// <summary>What may be done with it now.</summary>
    public RunActions Actions { get; init; } = new();

    /// <summary>What the account's token may do with it.</summary>
    public RunPermissions Permissions { get; init; } = new();

    /// <summary>From when on a cancelled run can be killed; null if it was not cancelled.</summary>
    public DateTimeOffset? ForceCancelAvailableAt { get; init; }

    /// <summary>Whether it ended by being killed.</summary>
    public bool IsForceCanceled { get; init; }

    /// <summary><c>plan-…</c>, also of a plan that can't be read.</summary>
    public string? PlanId { get; init; }

    /// <summary>Its plan.</summary>
    public PhaseFacts? Plan { get; init; }

    /// <summary><c>apply-…</c>, also of an apply that can't be read.</summary>
    public string? ApplyId { get; init; }

    /// <summary>Its apply.</summary>
    public PhaseFacts? Apply { get; init; }

    /// <summary>Whether its apply has begun, by its own word or the run's.</summary>
    public bool HasApplied { get; init; }

    /// <summary>What its plan costs more or less a month, in US dollars (<c>25.488</c>); null where no estimate is
    /// done.</summary>
    public string? MonthlyCostDelta { get; init; }

    /// <summary>Why its configuration could not be fetched or read.</summary>
    public string? ConfigurationError { get; init; }

    /// <summary>Who holds the workspace, if that is somebody else.</summary>
    public LockFacts? Lock { get; init; }

    /// <summary>Who comes before it in the workspace's queue, next first; null where that was not asked.</summary>
    public IReadOnlyList<QueuedRun>? Ahead { get; init; }

    /// <summary>The agents that could do its work; null where no agents do.</summary>
    public AgentFacts? Agents { get; init; }

    /// <summary>Policies that failed, the strictest first.</summary>
    public IReadOnlyList<PolicyFailure> Policies { get; init; } = [];

    /// <summary>Task stages that failed or wait for an override.</summary>
    public IReadOnlyList<StageFacts> Stages { get; init; } = [];

    /// <summary>What Terraform printed about why the phase failed: its errors.</summary>
    public IReadOnlyList<LogDiagnostic> Diagnostics => [.. Log.Diagnostics.TakeWhile(diagnostic => diagnostic.IsError)];

    /// <summary>What the log of the phase that errored says; of the apply, if that did.</summary>
    public LogFindings Log { get; init; } = LogFindings.None;

    /// <summary>Which of all this is not known.</summary>
    public RunParts Unread { get; init; }

    /// <summary>What should be here and could not be read, as sentences.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
