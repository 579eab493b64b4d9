using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>
/// Moves runs by time. Nothing runs in the background: before each request every run is brought to the present, one
/// transition after the other in the order in which they happened, so that timestamps are right however long nobody
/// looked.
/// </summary>
internal sealed class RunEngine(World world)
{
    private readonly HashSet<Workspace> live = [];

    /// <summary>How long an ordinary phase takes; planning and applying take twice as long.</summary>
    public TimeSpan Step { get; set; } = world.Options.PhaseDuration;

    public void Watch(Workspace workspace) => live.Add(workspace);

    public void Forget(Workspace workspace) => live.Remove(workspace);

    public void Advance(DateTimeOffset now)
    {
        foreach (var workspace in live.ToArray()) Advance(workspace, now);
    }

    public static void Cancel(Run run, DateTimeOffset at)
    {
        run.CanceledAt = at;
        Phase? phase = run.Status switch
        {
            RunStatus.Pending or RunStatus.PlanQueued or RunStatus.Planning => run.Plan.Phase,
            RunStatus.Confirmed or RunStatus.ApplyQueued or RunStatus.Applying => run.Apply.Phase,
            _ => null,
        };
        phase?.Enter("canceled", at);
        End(run, RunStatus.Canceled, at);
    }

    public static void End(Run run, string status, DateTimeOffset at)
    {
        run.Enter(status, at);
        if (run.PlanOnly) return;
        if (run.Workspace.LockedBy is null || ReferenceEquals(run.Workspace.LockedBy, run)) run.Workspace.Unlock(at);
    }

    private void Advance(Workspace workspace, DateTimeOffset now)
    {
        while (true)
        {
            Run? next = null;
            var due = DateTimeOffset.MaxValue;
            foreach (var run in workspace.Runs)
            {
                if (run.IsFinal || RunTiming.Due(run, Step) is not { } at || at > now || at >= due) continue;
                (next, due) = (run, at);
            }

            if (next is null) break;
            Move(next, due);
        }

        if (workspace.Runs.TrueForAll(run => run.IsFinal)) live.Remove(workspace);
    }

    private void Move(Run run, DateTimeOffset at)
    {
        if (run.CancelRequestedAt is not null)
        {
            Cancel(run, at);
            return;
        }

        switch (run.Status)
        {
            case RunStatus.Pending:
                if (!run.PlansAtOnce) run.Workspace.Lock(run, reason: null);
                run.Plan.Phase.Enter("queued", at);
                run.Enter(RunStatus.PlanQueued, at);
                break;
            case RunStatus.PlanQueued:
                run.Plan.Phase.Enter("running", at);
                run.Plan.Failure = Planner.Plan(run, run.Plan.Changes) ?? OutputPlanner.Plan(run, run.Plan.OutputChanges);
                run.Plan.Phase.LogLines.AddRange(PhaseLog.OfPlan(run));
                run.Enter(RunStatus.Planning, at);
                break;
            case RunStatus.Planning:
                FinishPlan(run, at);
                break;
            case RunStatus.PostPlanRunning or RunStatus.CostEstimating or RunStatus.PolicyChecking:
                RunStages.Finish(world, run, at);
                break;
            case RunStatus.Confirmed:
                if (run.Workspace.LockedBy is null) run.Workspace.Lock(run, reason: null);
                run.Apply.Phase.Enter("queued", at);
                run.Enter(RunStatus.ApplyQueued, at);
                break;
            case RunStatus.ApplyQueued:
                run.Apply.Phase.Enter("running", at);
                run.Apply.Phase.LogLines.AddRange(PhaseLog.OfApply(run));
                run.Enter(RunStatus.Applying, at);
                break;
            case RunStatus.Applying:
                FinishApply(run, at);
                break;
            default:
                RunStages.Begin(world, run, RunStages.After(run)!, at);
                break;
        }
    }

    private static void FinishPlan(Run run, DateTimeOffset at)
    {
        if (run.Plan.Failure is not null)
        {
            run.Plan.Phase.Enter("errored", at);
            End(run, RunStatus.Errored, at);
            return;
        }

        run.Plan.Phase.Enter("finished", at);
        run.Enter(RunStatus.Planned, at);
    }

    private void FinishApply(Run run, DateTimeOffset at)
    {
        run.Apply.Phase.Enter("finished", at);
        run.Apply.StateVersion = StateWriter.Apply(world, run, at);
        End(run, RunStatus.Applied, at);
        foreach (var trigger in world.All<RunTrigger>()
            .Where(t => t.Sourceable == run.Workspace && t.Workspace.ConfigurationVersions.Count > 0).ToArray())
        {
            RunQueue.Add(world, trigger.Workspace, run.CreatedBy, $"Triggered by an apply of {run.Workspace.Name}", at);
        }

        // A saved plan is worth nothing once the state it was made from is gone.
        foreach (var saved in run.Workspace.Runs.Where(other => other.Status == RunStatus.PlannedAndSaved).ToArray())
            End(saved, RunStatus.Discarded, at);
    }
}
