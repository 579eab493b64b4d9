using System.Collections.Frozen;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// What the statuses of a run mean
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states"/>, with those that only
/// the OpenAPI document and go-tfe know). The set is open: a status that is in none of these is one of tomorrow. One
/// waiting for confirmation has no status of its own but the action <c>is-confirmable</c>.
/// </summary>
internal static class RunStatus
{
    /// <summary>A run that has ended.</summary>
    public static readonly FrozenSet<string> Final =
        FrozenSet.Create("applied", "discarded", "errored", "canceled", "force_canceled", "planned_and_finished",
            "policy_soft_failed");

    /// <summary>A run that goes no further until somebody decides about a policy or a task.</summary>
    public static readonly FrozenSet<string> WaitsForOverride =
        FrozenSet.Create("policy_override", "tf_policy_override", "pre_plan_awaiting_decision",
            "post_plan_awaiting_decision", "pre_apply_awaiting_decision");

    /// <summary>A run that waits for a worker, HashiCorp's or an agent.</summary>
    public static readonly FrozenSet<string> WaitsForWorker =
        FrozenSet.Create("queuing", "plan_queued", "queuing_apply", "apply_queued");

    /// <summary>A run that is being worked on.</summary>
    public static readonly FrozenSet<string> Working = FrozenSet.Create(
        "fetching", "fetching_completed", "pre_plan_running", "pre_plan_completed", "planning", "post_plan_running",
        "cost_estimating", "policy_checking", "pre_apply_running",
        "pre_apply_completed", "applying", "post_apply_running", "post_apply_completed", "assessing", "assessed");

    /// <summary>A run that is between two stages; with <c>is-confirmable</c> it waits for confirmation.</summary>
    public static readonly FrozenSet<string> BetweenStages =
        FrozenSet.Create("planned", "post_plan_completed", "cost_estimated", "policy_checked", "tf_policy_checked",
            "planned_and_saved", "confirmed");

    /// <summary>All of them, by name: what runs can be listed by.</summary>
    public static readonly IReadOnlyList<string> Known =
        [.. Final.Concat(WaitsForOverride).Concat(WaitsForWorker).Concat(Working).Concat(BetweenStages)
            .Append("pending").Order(StringComparer.Ordinal)];

    /// <summary>Whether nothing more happens to a run by itself: it has ended, or needs a decision.</summary>
    public static bool IsSettled(string status, bool isConfirmable) =>
        isConfirmable || Final.Contains(status) || WaitsForOverride.Contains(status);

    /// <summary>Whether nothing more happens to a plan or an apply.</summary>
    public static bool IsPhaseFinal(string status) => status is "finished" or "errored" or "canceled" or "unreachable";
}
