using ServerlessMcp.Reports.Logs;

namespace ServerlessMcp.Reports.Diagnosis;

/// <summary>What is known of a run, from which <see cref="RunCauses"/> decides. Null is what the API did not say.</summary>
public sealed record RunFacts
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

    /// <summary>Whether it can never be applied.</summary>
    public bool IsPlanOnly { get; init; }

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

    /// <summary>Its plan.</summary>
    public PhaseFacts? Plan { get; init; }

    /// <summary>Its apply.</summary>
    public PhaseFacts? Apply { get; init; }

    /// <summary>What its plan costs more or less a month, in US dollars (<c>25.488</c>); null where no estimate is done.</summary>
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

    /// <summary>What Terraform printed about why the phase failed.</summary>
    public IReadOnlyList<LogDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>What should be here and could not be read, as sentences.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>The <c>actions</c> of a run: what its state allows.</summary>
/// <param name="IsConfirmable">Whether it waits to be applied.</param>
/// <param name="IsCancelable">Whether it can be interrupted.</param>
/// <param name="IsDiscardable">Whether it can be thrown away.</param>
/// <param name="IsForceCancelable">Whether it can be killed.</param>
public sealed record RunActions(bool IsConfirmable = false, bool IsCancelable = false, bool IsDiscardable = false, bool IsForceCancelable = false);

/// <summary>The <c>permissions</c> of a run: what the token allows; null where the API doesn't say.</summary>
/// <param name="CanApply">Confirm and discard.</param>
/// <param name="CanOverride">Override policy checks.</param>
/// <param name="CanCancel">Cancel.</param>
/// <param name="CanForceCancel">Kill.</param>
/// <param name="CanForceExecute">Jump the queue.</param>
/// <param name="CanForceUnlock">Break the workspace's lock.</param>
public sealed record RunPermissions(
    bool? CanApply = null, bool? CanOverride = null, bool? CanCancel = null, bool? CanForceCancel = null, bool? CanForceExecute = null, bool? CanForceUnlock = null);

/// <summary>A plan or an apply.</summary>
/// <param name="Id"><c>plan-…</c> or <c>apply-…</c></param>
/// <param name="Status"><c>errored</c>; see the plans API.</param>
/// <param name="Additions">Resources to add, or added.</param>
/// <param name="Changes">Resources to change.</param>
/// <param name="Destructions">Resources to destroy.</param>
/// <param name="Mode"><c>remote</c>, <c>agent</c> or <c>local</c>.</param>
public sealed record PhaseFacts(string Id, string? Status, int? Additions, int? Changes, int? Destructions, string? Mode);

/// <summary>Who holds a workspace.</summary>
/// <param name="Kind"><c>run</c>, <c>user</c> or <c>team</c>.</param>
/// <param name="Id">The holder's id.</param>
/// <param name="Name">The user's or team's name; null for a run.</param>
/// <param name="Reason">What the holder said.</param>
/// <param name="Since">Since when a run holds it. Of a person's lock the API tells no time.</param>
/// <param name="Run">The run that holds it.</param>
public sealed record LockFacts(string Kind, string Id, string? Name, string? Reason, DateTimeOffset? Since, QueuedRun? Run);

/// <summary>A run beside the one that is looked at.</summary>
/// <param name="Id"><c>run-…</c></param>
/// <param name="Status">Its status.</param>
/// <param name="Since">Since when.</param>
/// <param name="CreatedBy">Whose it is.</param>
/// <param name="IsDiscardable">Whether it can be thrown away.</param>
public sealed record QueuedRun(string Id, string Status, DateTimeOffset? Since, string? CreatedBy, bool IsDiscardable);

/// <summary>The agents of a pool.</summary>
/// <param name="PoolId"><c>apool-…</c></param>
/// <param name="PoolName">The pool's name.</param>
/// <param name="Idle">Agents that wait for work.</param>
/// <param name="Busy">Agents at work.</param>
/// <param name="Gone">Agents that have exited, errored or are not heard of.</param>
public sealed record AgentFacts(string PoolId, string? PoolName, int Idle, int Busy, int Gone);

/// <summary>A task stage.</summary>
/// <param name="Id"><c>ts-…</c></param>
/// <param name="Stage"><c>pre_plan</c>, <c>post_plan</c>, <c>pre_apply</c> or <c>post_apply</c>.</param>
/// <param name="Status">Its status.</param>
/// <param name="IsOverridable">Whether it can be overridden now.</param>
/// <param name="CanOverride">Whether the token may.</param>
/// <param name="Tasks">Run tasks that did not pass.</param>
public sealed record StageFacts(string Id, string Stage, string Status, bool IsOverridable, bool? CanOverride, IReadOnlyList<TaskFacts> Tasks);

/// <summary>A run task that did not pass.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Status"><c>failed</c>, <c>errored</c>, <c>unreachable</c>, or one that is not final.</param>
/// <param name="EnforcementLevel"><c>mandatory</c> or <c>advisory</c>.</param>
/// <param name="Message">What the task said.</param>
public sealed record TaskFacts(string Name, string Status, string? EnforcementLevel, string? Message);
