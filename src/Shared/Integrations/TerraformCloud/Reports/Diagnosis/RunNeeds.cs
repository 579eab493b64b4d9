using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>What of a run matters in the state it is in, so that nothing else is asked for, and what it leaves unsaid
/// of that.</summary>
internal static class RunNeeds
{
    private static readonly string[] BeforePlan =
        ["pending", "fetching", "fetching_completed", "pre_plan_running", "pre_plan_completed",
            "pre_plan_awaiting_decision", "planning"];

    /// <summary>Whether it has a plan with something in it, or waits for whoever makes it.</summary>
    public static bool Plan(RunFacts run) =>
        !BeforePlan.Contains(run.Status) && run.Status is not ("queuing_apply" or "apply_queued");

    /// <summary>Whether it may have an apply, or waits for whoever makes it.</summary>
    public static bool Apply(RunFacts run) =>
        run.Status is "errored" or "applied" or "canceled" or "force_canceled" or "queuing_apply" or "apply_queued";

    /// <summary>
    /// The phase that failed, for its log. One that is <c>unreachable</c> has not: it "will not run"
    /// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/applies#apply-states"/>), because
    /// something before it failed.
    /// </summary>
    public static string? Failed(RunFacts run) => run.Status != "errored" ? null : run.Apply?.Status == "errored"
        ? "apply" : run.Plan?.Status == "errored" ? "plan" : null;

    /// <summary>Whether it errored, and neither in its plan nor in its apply as far as is known.</summary>
    public static bool FailedBetween(RunFacts run) => run.Status == "errored" && Failed(run) is null;

    /// <summary>Whether it errored, and nothing that was read says why.</summary>
    public static bool IsUnexplained(RunFacts run) =>
        FailedBetween(run) && run.ConfigurationError is null && run.Stages.Count == 0
        && run.Policies.All(policy => policy.IsAdvisory);

    /// <summary>Whether it waits for its turn in its workspace. Plan-only and saved plans do not.</summary>
    public static bool Turn(RunFacts run) => run is { Status: "pending", IsPlanOnly: not true } or { Status: "confirmed" };

    /// <summary>Whether somebody is about to decide what it may cost.</summary>
    public static bool Cost(RunFacts run) => run.Actions.IsConfirmable == true || run.Status == "planned_and_saved";

    /// <summary>What the run leaves unsaid of itself that its cause depends on, as sentences.</summary>
    public static IEnumerable<string> Unsaid(RunFacts run)
    {
        if (run.IsPlanOnly is null
            && (run.Status == "pending" || (run.Status == "planned_and_finished" && run.HasChanges is not false)))
        {
            yield return "The run does not say whether it is plan-only.";
        }

        if (run.Status == "planned_and_finished" && run.HasChanges is null)
        {
            yield return "The run does not say whether its plan has changes.";
        }

        if (run.Actions.IsConfirmable is null && RunStatus.BetweenStages.Contains(run.Status) && run.Status != "confirmed")
        {
            yield return "The run does not say whether it waits to be confirmed.";
        }

        if (run.WorkspaceId is null)
        {
            yield return "The run does not say which workspace it is of.";
        }
    }
}
