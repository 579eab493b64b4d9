using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>What people may do to a run now, and doing it. The <c>actions</c> of the document and the 409s of the
/// endpoints are the same rules.</summary>
internal static class RunActions
{
    public static bool IsConfirmable(Run run) =>
        run.WillApply && run.Status is RunStatus.Planned or RunStatus.PostPlanCompleted or RunStatus.CostEstimated
        or RunStatus.PolicyChecked or RunStatus.PlannedAndSaved
        && run.CancelRequestedAt is null && (run.Status == RunStatus.PlannedAndSaved || RunStages.After(run) is null);

    public static bool IsDiscardable(Run run) =>
        run.Status == RunStatus.Pending
        || (RunStatus.Discardable.Contains(run.Status) && run.Status != RunStatus.PostPlanRunning);

    public static bool IsCancelable(Run run) =>
        !run.IsFinal && run.CancelRequestedAt is null
        && run.Status is not (RunStatus.PolicyOverride or RunStatus.PlannedAndSaved or RunStatus.PostPlanAwaitingDecision);

    public static bool IsForceCancelable(Run run, DateTimeOffset now) =>
        !run.IsFinal && run.CancelRequestedAt is not null && run.ForceCancelAvailableAt <= now;

    public static bool Apply(World world, Run run, User by)
    {
        if (!IsConfirmable(run)) return false;
        run.ConfirmedBy = by;
        run.Enter(RunStatus.Confirmed, world.Now);
        return true;
    }

    public static bool Discard(World world, Run run)
    {
        if (!IsDiscardable(run)) return false;
        RunEngine.End(run, RunStatus.Discarded, world.Now);
        return true;
    }

    /// <summary>Work in progress gets an interrupt and ends a little later; what only waits ends at once.</summary>
    public static bool Cancel(World world, Run run)
    {
        if (!IsCancelable(run)) return false;
        if (run.Status is not (RunStatus.Planning or RunStatus.Applying))
        {
            RunEngine.Cancel(run, world.Now);
            return true;
        }

        run.CancelRequestedAt = world.Now;
        run.ForceCancelAvailableAt = world.Now + world.Options.ForceCancelDelay;
        return true;
    }

    public static bool ForceCancel(World world, Run run)
    {
        if (!IsForceCancelable(run, world.Now)) return false;
        RunEngine.Cancel(run, world.Now);
        run.Timestamps.Add(KeyValuePair.Create("force-canceled-at", world.Now));
        return true;
    }

    public static bool Override(World world, PolicyCheck check)
    {
        if (!check.IsOverridable || check.Run.Status != RunStatus.PolicyOverride) return false;
        check.Enter("overridden", world.Now);
        check.Run.Enter(RunStatus.PolicyChecked, world.Now);
        return true;
    }

    public static bool Override(World world, TaskStage stage)
    {
        if (!stage.IsOverridable || stage.Run.Status != RunStatus.PostPlanAwaitingDecision) return false;
        stage.Evaluation.Status = "overridden";
        stage.Enter("passed", world.Now);
        stage.Run.Enter(RunStatus.PostPlanCompleted, world.Now);
        return true;
    }

    public static void Record(World world, Run run, string action, User actor, string? comment)
    {
        Comment? said = null;
        if (!string.IsNullOrEmpty(comment))
        {
            said = world.Add(new Comment(world.Ids.Next("wsc"), run, comment));
            run.Comments.Add(said);
        }

        var happened = world.Add(new RunEvent(world.Ids.Next("re"), run, action, world.Now) { Actor = actor, Comment = said });
        run.Events.Add(happened);
        said?.Event = happened;
    }
}
