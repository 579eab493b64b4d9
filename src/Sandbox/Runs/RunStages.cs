using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>What happens between the plan and its confirmation.
/// https://developer.hashicorp.com/terraform/cloud-docs/run/states</summary>
internal static class RunStages
{
    /// <summary>The status after a completed stage; null when the run now waits for a person.</summary>
    public static string? After(Run run)
    {
        var organization = run.Organization;
        // A plan without changes has nothing to judge or to price.
        if (run.Plan.HasChanges)
        {
            if (run.Status == RunStatus.Planned && Sets(run, "opa").Any()) return RunStatus.PostPlanRunning;
            if (run.Status is RunStatus.Planned or RunStatus.PostPlanCompleted && organization.CostEstimation)
                return RunStatus.CostEstimating;
            if (run.Status != RunStatus.PolicyChecked && Sets(run, "sentinel").Any()) return RunStatus.PolicyChecking;
        }

        if (!run.WillApply) return RunStatus.PlannedAndFinished;
        if (run.SavePlan) return RunStatus.PlannedAndSaved;
        return run.AutoApply ? RunStatus.Confirmed : null;
    }

    public static void Begin(World world, Run run, string status, DateTimeOffset at)
    {
        switch (status)
        {
            case RunStatus.PostPlanRunning:
                var evaluation = world.Add(new PolicyEvaluation(world.Ids.Next("poleval"), run, at));
                run.TaskStages.Add(world.Add(new TaskStage(world.Ids.Next("ts"), run, at) { Evaluation = evaluation }));
                break;
            case RunStatus.CostEstimating:
                run.CostEstimate = world.Add(new CostEstimate(world.Ids.Next("ce"), run, at));
                break;
            case RunStatus.PolicyChecking:
                run.PolicyChecks.Add(world.Add(new PolicyCheck(world.Ids.Next("polchk"), run, at)));
                break;
            case RunStatus.PlannedAndFinished:
                RunEngine.End(run, status, at);
                return;
        }

        run.Enter(status, at);
    }

    public static void Finish(World world, Run run, DateTimeOffset at)
    {
        switch (run.Status)
        {
            case RunStatus.CostEstimating:
                run.CostEstimate!.Finish(at);
                run.Enter(RunStatus.CostEstimated, at);
                break;
            case RunStatus.PolicyChecking:
                FinishPolicyCheck(world, run, run.PolicyChecks[^1], at);
                break;
            default:
                FinishTaskStage(world, run, run.TaskStages[^1], at);
                break;
        }
    }

    private static void FinishPolicyCheck(World world, Run run, PolicyCheck check, DateTimeOffset at)
    {
        check.Judge(PolicyVerdict.Judge(Sets(run, "sentinel"), run), at);
        switch (check.Status)
        {
            case "hard_failed":
                RunEngine.End(run, RunStatus.Errored, at);
                break;
            case "soft_failed" when run.PlanOnly:
                RunEngine.End(run, RunStatus.PolicySoftFailed, at);
                break;
            case "soft_failed":
                run.Enter(RunStatus.PolicyOverride, at);
                break;
            default:
                run.Enter(RunStatus.PolicyChecked, at);
                break;
        }
    }

    private static void FinishTaskStage(World world, Run run, TaskStage stage, DateTimeOffset at)
    {
        var evaluation = stage.Evaluation;
        foreach (var set in Sets(run, "opa"))
        {
            evaluation.Outcomes.Add(
                world.Add(new PolicySetOutcome(
                    world.Ids.Next("psout"), evaluation, set, PolicyVerdict.Judge([set], run))));
        }

        if (evaluation.Failed("mandatory") == 0)
        {
            evaluation.Status = "passed";
            stage.Enter("passed", at);
            run.Enter(RunStatus.PostPlanCompleted, at);
            return;
        }

        evaluation.Status = "failed";
        if (run.PlanOnly || !evaluation.Outcomes.TrueForAll(o => o.Overridable || o.Verdicts.All(v => v.Passed)))
        {
            stage.Enter("failed", at);
            RunEngine.End(run, RunStatus.Errored, at);
            return;
        }

        stage.Enter("awaiting_override", at);
        run.Enter(RunStatus.PostPlanAwaitingDecision, at);
    }

    private static IEnumerable<PolicySet> Sets(Run run, string kind) =>
        run.Organization.PolicySets.Where(set => set.Kind == kind && set.Policies.Count > 0 && set.AppliesTo(run.Workspace));
}
