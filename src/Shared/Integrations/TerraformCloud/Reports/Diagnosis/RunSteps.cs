using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The steps that <see cref="RunCauses"/> advises, each with the tool and what to pass. A test holds every
/// name against the catalogue.</summary>
internal static class RunSteps
{
    // Of variables without a value so many are named as steps.
    private const int MaxMissing = 3;

    public static NextTool? Apply(RunFacts run) =>
        OfRun(run, "hashicorp_terraform_cloud_runs_apply", "Make the plan real.", run.Permissions.CanApply);

    public static NextTool? Discard(RunFacts run) => OfRun(
        run, "hashicorp_terraform_cloud_runs_discard", "Throw it away; nothing is changed.", run.Permissions.CanApply);

    public static NextTool? Cancel(RunFacts run) =>
        OfRun(run, "hashicorp_terraform_cloud_runs_cancel", "Stop it.", run.Permissions.CanCancel);

    // Before there is a plan there is nothing to discard, nor after it was confirmed: such a run is cancelled.
    public static NextTool? Stop(RunFacts run) =>
        run.Actions is { IsDiscardable: not true, IsCancelable: true } ? Cancel(run) : Discard(run);

    public static NextTool? ForceCancel(RunFacts run) =>
        OfRun(run, "hashicorp_terraform_cloud_runs_force_cancel", "Kill it.", run.Permissions.CanForceCancel);

    public static NextTool? Wait(RunFacts run) => run.Id.Length == 0 ? null
        : new("get_single_hashicorp_terraform_cloud_run_by_id", "Wait until it needs something.",
        KeyValuePair.Create("run_id", (object)run.Id), KeyValuePair.Create("wait_seconds", (object)20));

    public static NextTool? Events(RunFacts run) =>
        OfRun(run, "list_all_hashicorp_terraform_cloud_run_events", "Who did what, and why.");

    public static NextTool? Diagnose(string? runId) => NextTool.With(
        "hashicorp_terraform_cloud_runs_diagnose", "run_id", runId, "See what the run before it waits for.");

    public static NextTool? ReadPlan(RunFacts run) => NextTool.With(
        "get_single_hashicorp_terraform_cloud_plan_by_id", "plan_id", run.PlanId ?? run.Id, "See what it plans.");

    /// <summary>Before anybody makes it real.</summary>
    public static NextTool? ReviewPlan(RunFacts run) =>
        NextTool.With("hashicorp_terraform_cloud_plans_summary", "plan_id", run.Id, "Read what it changes, first.");

    public static NextTool? PlanLog(RunFacts run) =>
        NextTool.With("hashicorp_terraform_cloud_plans_logs", "plan_id", run.PlanId ?? run.Id, "Read the whole log.");

    public static NextTool? ErroredState(RunFacts run) => run.ApplyId is { } apply
        ? NextTool.With("hashicorp_terraform_cloud_applies_errored_state", "apply_id", apply,
            "Read the state that could not be saved, if there is one.")
        : null;

    public static NextTool? ApplyLog(RunFacts run) => NextTool.With(
        "hashicorp_terraform_cloud_applies_logs", "apply_id", run.ApplyId ?? run.Id, "Read the whole log.");

    public static NextTool? ReadPolicyChecks(RunFacts run) =>
        OfRun(run, "list_all_hashicorp_terraform_cloud_policy_checks", "Read the policies' results.");

    public static NextTool? ReadTfEvaluations(RunFacts run) =>
        OfRun(run, "list_all_hashicorp_terraform_cloud_tf_policy_evaluations", "Read the policies' results.");

    public static NextTool? ReadStages(RunFacts run) =>
        OfRun(run, "list_all_hashicorp_terraform_cloud_task_stages", "Read the stages' results.");

    public static NextTool? NewRun(RunFacts run) => OfWorkspace(run, "create_a_hashicorp_terraform_cloud_run", "Run again.");

    public static NextTool? ReadWorkspace(RunFacts run) => OfWorkspace(
        run, "get_single_hashicorp_terraform_cloud_workspace_by_id", "See whether it is locked, and by whom.");

    public static NextTool? Variables(RunFacts run) =>
        OfWorkspace(run, "list_all_hashicorp_terraform_cloud_workspace_variables", "See which variables are set.");

    /// <summary>Where Terraform named required variables that have no value, each is created before the next run; its
    /// value is for the caller to add. Else a look at those that are set.</summary>
    public static IEnumerable<NextTool?> SetVariables(RunFacts run)
    {
        var missing = run.Diagnostics.Where(one => one.Summary.StartsWith("No value for required variable", StringComparison.Ordinal))
            .Select(one => QuotedName(one.Detail)).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxMissing).ToList();
        if (missing.Count == 0 || run.WorkspaceId is not { } workspace)
            return [Variables(run)];
        return missing.Select(name => new NextTool(
            "create_a_hashicorp_terraform_cloud_workspace_variable", $"Give {name} a value, as value.",
            KeyValuePair.Create("workspace_id", (object)workspace), KeyValuePair.Create("key", (object)name),
            KeyValuePair.Create("category", (object)"terraform")));
    }

    // The root module input variable "region" is not set, and has no default value.
    private static string? QuotedName(string? detail) =>
        detail?.Split('"') is [_, { Length: > 0 } name, _, ..] && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            ? name : null;

    public static NextTool? ReadState(RunFacts run) => OfWorkspace(
        run, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", "See which state is left.");

    public static NextTool? Outputs(RunFacts run) =>
        OfWorkspace(run, "list_all_hashicorp_terraform_cloud_current_state_version_outputs", "Read what it put out.");

    public static NextTool? Unlock(RunFacts run) => OfWorkspace(
        run, "hashicorp_terraform_cloud_workspaces_unlock", "Unlock it, if this connection's user holds the lock.",
        run.Permissions.CanUnlock);

    /// <summary>Where nobody knows whose lock it is, only a token that may unlock is advised to, before it breaks the
    /// lock.</summary>
    public static NextTool? UnlockIfPermitted(RunFacts run) => run.Permissions.CanUnlock == true ? Unlock(run) : null;

    /// <summary>A lock that was made through a URL is its connection's own, which unlocking takes away: it need not be
    /// broken.</summary>
    public static NextTool? ForceUnlockOfAnother(RunFacts run) =>
        AttributionMark.IsIn(run.Lock?.Reason) && run.Permissions.CanUnlock != false ? null : ForceUnlock(run);

    public static NextTool? ForceUnlock(RunFacts run) =>
        OfWorkspace(run, "hashicorp_terraform_cloud_workspaces_force_unlock",
            "Break the lock, once its holder agrees or is gone.", run.Permissions.CanForceUnlock);

    public static NextTool? ReadAgents(RunFacts run) => NextTool.With(
        "list_all_hashicorp_terraform_cloud_agents", "agent_pool_id", run.Agents?.PoolId, "See the pool's agents.");

    public static NextTool? OrganizationQueue() =>
        new("list_all_hashicorp_terraform_cloud_organization_run_queue", "See who has the workers.");

    public static IEnumerable<NextTool?> BehindHolder(RunFacts run)
    {
        yield return Diagnose(run.Lock?.Id);
        if (run.Lock?.Run?.IsDiscardable == true)
        {
            yield return NextTool.With(
                "hashicorp_terraform_cloud_runs_discard", "run_id", run.Lock.Id!, "Throw the run before it away.",
                run.Permissions.CanApply);
            yield return OfRun(
                run, "hashicorp_terraform_cloud_runs_force_execute", "Jump the queue: the run before it is discarded.",
                run.Permissions.CanForceExecute);
        }

        yield return Wait(run);
    }

    public static IEnumerable<NextTool?> ReadPolicies(RunFacts run)
    {
        foreach (var generation in run.Policies.Select(policy => policy.Generation).Distinct())
        {
            yield return generation switch
            {
                "policy_check" => ReadPolicyChecks(run),
                "policy_evaluation" => ReadStages(run),
                _ => ReadTfEvaluations(run),
            };
        }
    }

    public static IEnumerable<NextTool?> Overrides(RunFacts run, string generation)
    {
        var (tool, argument) = generation == "policy_check"
            ? ("hashicorp_terraform_cloud_policy_checks_override", "policy_check_id")
            : ("hashicorp_terraform_cloud_tf_policy_evaluations_override", "tf_policy_evaluation_id");
        var ids = run.Policies.Where(policy => policy.Generation == generation && !policy.IsAdvisory)
            .Select(policy => policy.Id).Distinct().ToList();
        if (ids.Count == 0)
        {
            yield return generation == "policy_check" ? ReadPolicyChecks(run) : ReadTfEvaluations(run);
        }

        foreach (var id in ids)
        {
            yield return NextTool.With(
                tool, argument, id, "Override, if the violation is acceptable; the run then goes on to confirmation.",
                run.Permissions.CanOverride);
        }
    }

    public static NextTool? OverrideStage(RunFacts run) =>
        NextTool.With("hashicorp_terraform_cloud_task_stages_override", "task_stage_id", OverridableStage(run)?.Id,
        "Override the stage, if the violation is acceptable; the run then goes on.",
        OverridableStage(run)?.CanOverride ?? run.Permissions.CanOverride);

    public static StageFacts? OverridableStage(RunFacts run) =>
        run.Stages.FirstOrDefault(stage => stage.IsOverridable)
        ?? run.Stages.FirstOrDefault(stage => stage.Status == "awaiting_override")
        ?? (run.Stages.Count > 0 ? run.Stages[0] : null);

    private static NextTool? OfRun(RunFacts run, string name, string why, bool? isPermitted = null) =>
        NextTool.With(name, "run_id", run.Id, why, isPermitted);

    private static NextTool? OfWorkspace(RunFacts run, string name, string why, bool? isPermitted = null) =>
        NextTool.With(name, "workspace_id", run.WorkspaceId, why, isPermitted);
}
