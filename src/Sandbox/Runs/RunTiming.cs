using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>When runs go on, and which of a workspace's runs is next.</summary>
internal static class RunTiming
{
    /// <summary>When the run leaves its status by itself; null when it waits for somebody.</summary>
    public static DateTimeOffset? Due(Run run, TimeSpan step)
    {
        if (run.CancelRequestedAt is { } canceled && !run.Workspace.ProviderHangs) return canceled + step;
        switch (run.Status)
        {
            case RunStatus.Pending:
                return run.PlansAtOnce || IsNext(run)
                    ? Later(run.Since + step, run.PlansAtOnce ? run.Since : run.Workspace.FreeSince) : null;
            case RunStatus.Planning or RunStatus.Applying:
                return run.Workspace.ProviderHangs ? null : run.Since + (2 * step);
            case RunStatus.Confirmed:
                return HasFloor(run) ? Later(run.Since, run.Workspace.FreeSince) : null;
            case RunStatus.PlanQueued or RunStatus.PostPlanRunning or RunStatus.CostEstimating
                or RunStatus.PolicyChecking or RunStatus.ApplyQueued:
                return run.Since + step;
            case RunStatus.Planned or RunStatus.PostPlanCompleted or RunStatus.CostEstimated or RunStatus.PolicyChecked:
                return RunStages.After(run) is null ? null : run.Since;
            default:
                return null;
        }
    }

    /// <summary>Whether the workspace is this run's to use: not locked by anybody else.</summary>
    private static bool HasFloor(Run run) => run.Workspace.LockedBy is null || ReferenceEquals(run.Workspace.LockedBy, run);

    private static bool IsNext(Run run) =>
        HasFloor(run)
        && run.Workspace.Runs.Find(other => !other.IsFinal && !other.PlansAtOnce) == run
        && !run.Workspace.Runs.Exists(
            other => other.SavePlan
                && other.Status is RunStatus.Confirmed or RunStatus.ApplyQueued or RunStatus.Applying);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
