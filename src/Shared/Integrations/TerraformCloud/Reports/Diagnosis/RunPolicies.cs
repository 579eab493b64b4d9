using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>
/// Which policies of a run failed, in all three generations, and which task stage stands in its way. What came with the
/// run is judged first, then what it names, and where it does not say whether it has any, they are asked for only as
/// long as nothing else explains the failure.
/// </summary>
internal sealed class RunPolicies(RelatedResources others, bool isHcp)
{
    private const int MaxEvaluations = 2;

    // The likeliest cause first. An unreachable check did not run, because another stopped the run: it comes last.
    private static readonly string[] Blocking = ["awaiting_override", "failed", "errored", "unreachable"];
    private readonly PolicyFindings found = new(others);
    private readonly List<StageFacts> stages = [];

    public async Task<(IReadOnlyList<PolicyFailure> Policies, IReadOnlyList<StageFacts> Stages, RunParts Unread)> ReadAsync(
        ApiResource run, RunFacts facts, CancellationToken cancellationToken)
    {
        var isBetween = RunNeeds.FailedBetween(facts);
        if (facts.Status is "policy_override" or "policy_soft_failed" || (isBetween && run.Names("policy-checks") != false))
        {
            await ReadChecksAsync(facts.Id, cancellationToken);
        }

        if (Wants(run, "task-stages", isBetween, isBetween || IsOfStage(facts.Status), facts.Status))
        {
            await ReadStageAsync(run, facts.Id, cancellationToken);
        }

        if (isHcp && (facts.Status == "tf_policy_override"
            || (isBetween && Wants(run, "tf-policy-evaluations", isBetween, isBetween, facts.Status))))
        {
            await ReadTfEvaluationAsync(run, facts.Id, cancellationToken);
        }

        return (found.Failures, stages, found.Unread);
    }

    // A stage may await an override while the run's status says that it runs.
    private static bool IsOfStage(string status) => status == "policy_soft_failed"
        || RunStatus.WaitsForOverride.Contains(status)
        || status is "pre_plan_running" or "post_plan_running" or "pre_apply_running" or "post_apply_running";

    // What has ended otherwise has no stage in its way. A relationship that says nothing is worth a request only to a
    // run whose failure is not explained.
    private bool Wants(ApiResource run, string relationship, bool isBetween, bool matters, string status) =>
        run.Names(relationship) switch
        {
            false => false,
            true => !RunStatus.Final.Contains(status) || matters,
            null => matters && (!isBetween || found.Failures.All(policy => policy.IsAdvisory)) && stages.Count == 0
                && !(status is "policy_override" or "policy_soft_failed" or "tf_policy_override" && found.Failures.Count > 0),
        };

    private async Task ReadChecksAsync(string runId, CancellationToken cancellationToken)
    {
        var checks = await others.ListAsync($"/runs/{runId}/policy-checks", "policy checks", cancellationToken);
        if (checks is null || checks.Any(check => check.Text("status") is null))
        {
            found.Miss(RunParts.Policies);
        }

        if (checks?.Any(check => check.Text("status") is null) == true)
        {
            others.Say("A policy check does not say its status.");
        }

        found.Add(
            (checks ?? []).Where(check => check.Text("status") is "soft_failed" or "hard_failed" or "errored" or null)
                .SelectMany(PolicyFailures.OfPolicyCheck));
    }

    private async Task ReadTfEvaluationAsync(ApiResource run, string runId, CancellationToken cancellationToken)
    {
        var evaluations = await others.ManyAsync(
            run, "tf-policy-evaluations", $"/runs/{runId}/tf-policy-evaluations", "tf-policy evaluations",
            cancellationToken);
        found.Note(evaluations, "A tf-policy evaluation does not say its status.", RunParts.Policies);
        var failed = (evaluations ?? []).FirstOrDefault(
            evaluation => evaluation.Text("status") is "failed" or "errored" or "awaiting_override");
        if (failed.Json.ValueKind != default)
        {
            await found.ReadOutcomesAsync(
                $"/tf-policy-evaluations/{failed.Id}/tf-policy-set-outcomes", "tf-policy evaluation",
                "tf_policy_evaluation", failed.Id, cancellationToken);
        }
    }

    // Of several stages that stand in the way only the first matters: the others come after it.
    private async Task ReadStageAsync(ApiResource run, string runId, CancellationToken cancellationToken)
    {
        var all = await others.ManyAsync(run, "task-stages", $"/runs/{runId}/task-stages", "task stages", cancellationToken);
        found.Note(all, "A task stage does not say its status.", RunParts.Stages);
        var blocking = (all ?? []).Where(stage => Blocking.Contains(stage.Text("status")))
            .OrderBy(stage => stage.Text("status") == "unreachable").FirstOrDefault();
        if (blocking.Json.ValueKind == default)
        {
            return;
        }

        using var detail = await others.GetAsync(
            $"/task-stages/{blocking.Id}?include=task_results%2Cpolicy_evaluations", "results of the task stage",
            isList: false, cancellationToken);
        var stage = detail is null ? blocking : new ApiResource(detail.Single.Json.Clone());
        var tasks = detail is null ? [] : await StageTasks.ReadAsync(others, detail, stage, cancellationToken);
        if (detail is not null
            && (stage.Names("policy-evaluations") == true
                || (stage.Names("policy-evaluations") is null
                    && tasks.All(task => task.EnforcementLevel == "advisory"))))
        {
            await ReadEvaluationsAsync(detail, stage, blocking.Id, cancellationToken);
        }

        var status = stage.Text("status") ?? blocking.Text("status")!;
        stages.Add(new StageFacts(
            blocking.Id, stage.Text("stage") ?? blocking.Text("stage"), status,
            stage.Flag("actions.is-overridable") ?? status == "awaiting_override",
            stage.Flag("permissions.can-override") ?? stage.Flag("permissions.can-override-policy"), tasks));
    }

    private async Task ReadEvaluationsAsync(
        ApiDocument detail, ApiResource stage, string stageId, CancellationToken cancellationToken)
    {
        var evaluations = await others.ManyAsync(
            stage, "policy-evaluations", $"/task-stages/{stageId}/policy-evaluations", "policy evaluations",
            cancellationToken, detail);
        found.Note(evaluations, "A policy evaluation does not say its status.", RunParts.Policies);
        foreach (var evaluation in (evaluations ?? []).Where(
            evaluation => evaluation.Text("status") is "failed" or "errored").Take(MaxEvaluations))
        {
            await found.ReadOutcomesAsync(
                $"/policy-evaluations/{evaluation.Id}/policy-set-outcomes", "policy evaluation", "policy_evaluation",
                stageId, cancellationToken);
        }
    }
}
