using ServerlessMcp.Reports.Logs;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports.Diagnosis;

/// <summary>
/// Gathers the facts of a run with as few requests as its situation needs: the run with all that can be included; then of its policies, its stages, its queue, its lock, its
/// agents and its log what can matter in the state it is in. What can't be read is said in <see cref="RunFacts.Missing"/>.
/// </summary>
internal sealed class RunFactsReader(AccountApi api)
{
    /// <summary>The most requests to the API of one call: those that prove a URL's scope are among them, so that under a scope there are fewer for the rest.</summary>
    public const int MaxRequests = 6;

    private readonly List<string> missing = [];

    /// <summary>Reads the facts; the API's refusal where the run itself can't be read.</summary>
    public async Task<(RunFacts? Facts, TerraformResponse? Refusal)> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        // Terraform Enterprise does not know tf_policy_evaluations, and its older versions not all of the others: a 400 names an include that is not there.
        string[] most = ["plan", "apply", "created_by", "cost_estimate", "configuration_version", "workspace", "task_stages", .. api.Account.IsHcp ? ["tf_policy_evaluations"] : Array.Empty<string>()];
        var response = await GetAsync(runId, most, cancellationToken);
        if (response.Status == 400)
        {
            response.Dispose();
            response = await GetAsync(runId, ["plan", "apply", "created_by", "workspace"], cancellationToken);
        }

        if (!response.IsSuccess)
        {
            return (null, response);
        }

        using (response)
        using (var document = ApiDocument.Parse(response))
        {
            return (await ReadAsync(document, cancellationToken), null);
        }
    }

    private async Task<RunFacts> ReadAsync(ApiDocument document, CancellationToken cancellationToken)
    {
        // Only now: the run itself has to be read whatever it takes, which is five at the most (two proofs, and a token or an include that is refused).
        api.MaxRequests = MaxRequests;
        var run = document.Single;
        var workspace = document.Included(run.RelatedId("workspace"));
        var facts = RunDocument.Read(document);
        var policies = await PoliciesAsync(document, run, facts, cancellationToken);
        var (stages, ofStages) = await StagesAsync(document, run, facts, cancellationToken);
        var (ahead, others) = await QueueAsync(facts, cancellationToken);
        return facts with
        {
            Policies = [.. policies.Concat(ofStages).OrderBy(policy => policy.Rank)],
            Stages = stages,
            Ahead = ahead,
            Lock = await LockAsync(facts, workspace, others, cancellationToken),
            Agents = await AgentsAsync(document, run, workspace, facts, cancellationToken),
            Diagnostics = await DiagnosticsAsync(document, run, facts, cancellationToken),
            Missing = missing,
        };
    }

    private Task<TerraformResponse> GetAsync(string runId, string[] include, CancellationToken cancellationToken) =>
        api.GetAsync($"/api/v2/runs/{Uri.EscapeDataString(runId)}?include={string.Join("%2C", include)}", cancellationToken);

    private async Task<List<PolicyFailure>> PoliciesAsync(ApiDocument document, ApiResource run, RunFacts facts, CancellationToken cancellationToken)
    {
        var found = new List<PolicyFailure>();
        if (facts.Status is "policy_override" or "policy_soft_failed" || (HasErroredBetweenPhases(facts) && run.RelatedIds("policy-checks").Any()))
        {
            using var checks = await GetPartAsync($"/api/v2/runs/{facts.Id}/policy-checks", "policy checks", isList: true, cancellationToken);
            found.AddRange((checks?.Data ?? []).Where(check => check.Text("status") is "soft_failed" or "hard_failed" or "errored").SelectMany(PolicyFailures.OfPolicyCheck));
        }

        var failed = document.Included(run, "tf-policy-evaluations").FirstOrDefault(evaluation => evaluation.Text("status") is "failed" or "errored" or "awaiting_override");
        if (failed.Json.ValueKind != default && (facts.Status == "tf_policy_override" || HasErroredBetweenPhases(facts)))
        {
            using var outcomes = await GetPartAsync($"/api/v2/tf-policy-evaluations/{failed.Id}/tf-policy-set-outcomes", "outcomes of the tf-policy evaluation", isList: true, cancellationToken);
            found.AddRange((outcomes?.Data ?? []).SelectMany(outcome => PolicyFailures.OfOutcome(outcome, "tf_policy_evaluation", failed.Id)));
        }

        return found;
    }

    // Of several stages that stand in the way only the first matters: the others come after it.
    private async Task<(IReadOnlyList<StageFacts> Stages, IReadOnlyList<PolicyFailure> Policies)> StagesAsync(
        ApiDocument document, ApiResource run, RunFacts facts, CancellationToken cancellationToken)
    {
        var blocking = document.Included(run, "task-stages").FirstOrDefault(stage => stage.Text("status") is "awaiting_override" or "failed" or "errored" or "unreachable");
        if (blocking.Json.ValueKind == default || (RunStatus.Final.Contains(facts.Status) && !HasErroredBetweenPhases(facts) && facts.Status != "policy_soft_failed"))
        {
            return ([], []);
        }

        using var detail = await GetPartAsync($"/api/v2/task-stages/{blocking.Id}?include=task_results%2Cpolicy_evaluations", "results of the task stage", isList: false, cancellationToken);
        var stage = detail?.Single ?? blocking;
        var tasks = detail?.Included(stage, "task-results").Where(result => result.Text("status") is not "passed").Select(result => new TaskFacts(
            result.Text("task-name") ?? result.Id, result.Text("status") ?? "unknown", result.Text("workspace-task-enforcement-level"), result.Text("message"))).ToList() ?? [];
        var policies = new List<PolicyFailure>();
        foreach (var evaluation in detail?.Included(stage, "policy-evaluations").Where(evaluation => evaluation.Text("status") is "failed" or "errored").Take(2).ToList() ?? [])
        {
            using var outcomes = await GetPartAsync($"/api/v2/policy-evaluations/{evaluation.Id}/policy-set-outcomes", "outcomes of the policy evaluation", isList: true, cancellationToken);
            policies.AddRange((outcomes?.Data ?? []).SelectMany(outcome => PolicyFailures.OfOutcome(outcome, "policy_evaluation", blocking.Id)));
        }

        var status = stage.Text("status") ?? "unknown";
        return ([new StageFacts(blocking.Id, stage.Text("stage") ?? "task", status, stage.Flag("actions.is-overridable") ?? status == "awaiting_override",
            stage.Flag("permissions.can-override") ?? stage.Flag("permissions.can-override-policy"), tasks)], policies);
    }

    // The list is newest first and has no plan-only runs, which do not queue. It may be asked 30 times a minute, so only a run that is in the queue asks it.
    private async Task<(IReadOnlyList<QueuedRun>? Ahead, IReadOnlyList<QueuedRun> Others)> QueueAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Status != "pending" || facts.IsPlanOnly || facts.WorkspaceId is null)
        {
            return (null, []);
        }

        using var list = await GetPartAsync($"/api/v2/workspaces/{facts.WorkspaceId}/runs?filter%5Bstatus_group%5D=non_final&page%5Bsize%5D=100&include=created_by", "workspace's queue", isList: true, cancellationToken);
        if (list is null)
        {
            return (null, []);
        }

        var runs = list.Data.ToList();
        var others = runs.Where(other => other.Id != facts.Id).Select(other => RunDocument.Queued(list, other)).ToList();
        var place = runs.FindIndex(other => other.Id == facts.Id);
        if (place < 0)
        {
            missing.Add("The run is not among the first 100 of its workspace's queue.");
            return (null, others);
        }

        // A saved plan waits beside the queue, not in it.
        return ([.. runs[(place + 1)..].Where(other => other.Text("status") != "planned_and_saved").Reverse<ApiResource>().Select(other => RunDocument.Queued(list, other))], others);
    }

    private async Task<LockFacts?> LockAsync(RunFacts facts, ApiResource? workspace, IReadOnlyList<QueuedRun> others, CancellationToken cancellationToken)
    {
        if (facts is not ({ Status: "pending", IsPlanOnly: false } or { Status: "confirmed" }) || workspace is not { } home || home.Flag("locked") == false || home.RelatedId("locked-by") == facts.Id)
        {
            return null;
        }

        if (home.RelatedType("locked-by") == "runs" && home.RelatedId("locked-by") is { } holder && others.FirstOrDefault(other => other.Id == holder) is { } known)
        {
            return new LockFacts("run", holder, null, home.Text("locked-reason"), known.Since, known);
        }

        using var detail = await GetPartAsync($"/api/v2/workspaces/{home.Id}?include=locked_by", "workspace's lock", isList: false, cancellationToken);
        var locked = detail?.Single ?? home;
        if (locked.Flag("locked") != true || locked.RelatedId("locked-by") == facts.Id)
        {
            return null;
        }

        if (locked.RelatedId("locked-by") is not { } id)
        {
            return new LockFacts("unknown", null, null, locked.Text("locked-reason"), null, null);
        }

        var by = detail?.Included(id);
        return locked.RelatedType("locked-by") switch
        {
            "runs" => new LockFacts("run", id, null, locked.Text("locked-reason"), by is { } run ? RunDocument.Since(run) : null, by is { } found ? RunDocument.Queued(detail!, found) : null),
            "teams" => new LockFacts("team", id, by?.Text("name"), locked.Text("locked-reason"), null, null),
            _ => new LockFacts("user", id, by?.Text("username"), locked.Text("locked-reason"), null, null),
        };
    }

    private async Task<AgentFacts?> AgentsAsync(ApiDocument document, ApiResource run, ApiResource? workspace, RunFacts facts, CancellationToken cancellationToken)
    {
        if (!RunStatus.WaitsForWorker.Contains(facts.Status))
        {
            return null;
        }

        var phase = document.Included(run.RelatedId(facts.Status is "queuing_apply" or "apply_queued" ? "apply" : "plan"));
        var pool = phase?.Text("execution-details.agent-pool-id") ?? (workspace?.Text("execution-mode") == "agent" ? workspace?.RelatedId("agent-pool") : null);
        if (pool is null)
        {
            return null;
        }

        var name = phase?.Text("execution-details.agent-pool-name");
        using var agents = await GetPartAsync($"/api/v2/agent-pools/{Uri.EscapeDataString(pool)}/agents?page%5Bsize%5D=100", "agents of the pool", isList: true, cancellationToken);
        if (agents is null)
        {
            return new AgentFacts(pool, name, null, null, null);
        }

        var statuses = agents.Data.Select(agent => agent.Text("status")).ToList();
        return new AgentFacts(pool, name, statuses.Count(status => status == "idle"), statuses.Count(status => status == "busy"), statuses.Count(status => status is not ("idle" or "busy")));
    }

    private async Task<IReadOnlyList<LogDiagnostic>> DiagnosticsAsync(ApiDocument document, ApiResource run, RunFacts facts, CancellationToken cancellationToken)
    {
        var errored = facts.Status != "errored" ? null : facts.Apply?.Status is "errored" or "unreachable" ? "apply" : facts.Plan?.Status is "errored" or "unreachable" ? "plan" : null;
        if (errored is null)
        {
            return [];
        }

        var address = document.Included(run.RelatedId(errored))?.Attribute("log-read-url");
        if (address is not { ValueKind: System.Text.Json.JsonValueKind.String } link || !Uri.TryCreate(link.GetString(), UriKind.RelativeOrAbsolute, out var log))
        {
            missing.Add($"The {errored} has no log.");
            return [];
        }

        var (diagnostics, trouble) = await ReportPart.TryAsync<IReadOnlyList<LogDiagnostic>>(api, async () =>
        {
            await using var read = await api.OpenBlobAsync(log, cancellationToken);
            return read.IsSuccess ? ([.. (await LogDiagnostics.ReadAsync(read)).Where(diagnostic => diagnostic.Severity == "error")], null) : (null, ReportPart.Status(read.Status, api));
        });
        Miss($"{errored}'s log", trouble);
        return diagnostics ?? [];
    }

    private static bool HasErroredBetweenPhases(RunFacts facts) =>
        facts.Status == "errored" && facts.Plan?.Status is not ("errored" or "unreachable") && facts.Apply?.Status is not ("errored" or "unreachable");

    private async Task<ApiDocument?> GetPartAsync(string path, string what, bool isList, CancellationToken cancellationToken)
    {
        var (document, trouble) = await ReportPart.TryAsync<ApiDocument>(api, async () =>
        {
            using var response = await api.GetAsync(path, cancellationToken);
            if (!response.IsSuccess)
            {
                return (null, ReportPart.Status(response.Status, api));
            }

            var document = ApiDocument.Parse(response);
            if (!isList)
            {
                _ = document.Single;
            }

            return (document, null);
        });
        Miss(what, trouble);
        return document;
    }

    private void Miss(string what, NotRead? trouble)
    {
        if (trouble is not null)
        {
            missing.Add($"The {what} can't be read: {trouble.Reason}");
        }
    }
}
