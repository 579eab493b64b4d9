using System.Collections.Frozen;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Run states. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states</summary>
internal static class RunStatus
{
    public const string Pending = "pending";
    public const string PlanQueued = "plan_queued";
    public const string Planning = "planning";
    public const string Planned = "planned";
    public const string PostPlanRunning = "post_plan_running";
    public const string PostPlanAwaitingDecision = "post_plan_awaiting_decision";
    public const string PostPlanCompleted = "post_plan_completed";
    public const string CostEstimating = "cost_estimating";
    public const string CostEstimated = "cost_estimated";
    public const string PolicyChecking = "policy_checking";
    public const string PolicyOverride = "policy_override";
    public const string PolicySoftFailed = "policy_soft_failed";
    public const string PolicyChecked = "policy_checked";
    public const string Confirmed = "confirmed";
    public const string ApplyQueued = "apply_queued";
    public const string Applying = "applying";
    public const string Applied = "applied";
    public const string Discarded = "discarded";
    public const string Errored = "errored";
    public const string Canceled = "canceled";
    public const string PlannedAndFinished = "planned_and_finished";
    public const string PlannedAndSaved = "planned_and_saved";

    /// <summary>States a run never leaves.</summary>
    public static readonly FrozenSet<string> Final =
        new[] { Applied, Discarded, Errored, Canceled, PlannedAndFinished, PolicySoftFailed }.ToFrozenSet();

    /// <summary>The documented status group <c>discardable</c>.</summary>
    public static readonly FrozenSet<string> Discardable =
        new[] { Planned, PlannedAndSaved, CostEstimated, PolicyChecked, PolicyOverride, PostPlanRunning,
            PostPlanAwaitingDecision, PostPlanCompleted }.ToFrozenSet();

    /// <summary>The name of the moment a status was entered, as it stands in <c>status-timestamps</c>.</summary>
    public static string TimestampName(string status) => status.Replace('_', '-') + "-at";
}
