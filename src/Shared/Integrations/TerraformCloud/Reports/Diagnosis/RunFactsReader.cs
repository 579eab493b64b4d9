using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>
/// Gathers the facts of a run with as few requests as its situation needs: the run with all that can be included; then,
/// of what can matter in the state it is in, what did not come, what explains a failure first. What can't be read is
/// said in <see cref="RunFacts.Missing"/>, and what the causes would need of it is in <see cref="RunFacts.Unread"/>.
/// </summary>
internal sealed class RunFactsReader(TerraformSession api)
{
    /// <summary>The most requests to the API of one call: those that prove a URL's scope are among them, so that under
    /// a scope there are fewer for the rest.</summary>
    public const int MaxRequests = 10;

    /// <summary>Reads the facts; the API's refusal where the run itself can't be read.</summary>
    public async Task<(RunFacts? Facts, TerraformResponse? Refusal)> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        // Terraform Enterprise does not know tf_policy_evaluations, and its older versions not all of the others: a 400
        // names an include that is not there.
        string[] most = ["plan", "apply", "created_by", "cost_estimate", "configuration_version", "workspace",
            "task_stages", .. api.Account.IsHcp ? ["tf_policy_evaluations"] : Array.Empty<string>()];
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
            // Only now: the run itself has to be read whatever it takes, which is five at the most (two proofs, and a
            // token or an include that is refused).
            api.MaxRequests = MaxRequests;
            return (await new Reading(api, document).ReadAsync(cancellationToken), null);
        }
    }

    private Task<TerraformResponse> GetAsync(string runId, string[] include, CancellationToken cancellationToken) =>
        api.GetAsync($"/api/v2/runs/{Uri.EscapeDataString(runId)}?include={string.Join("%2C", include)}", cancellationToken);

    /// <summary>One run's reading.</summary>
    private sealed class Reading(TerraformSession api, ApiDocument document)
    {
        private readonly RelatedResources others = new(api, document);
        private readonly ApiResource run = document.Single;
        private RunFacts facts = RunDocument.Read(document.Single);

        public async Task<RunFacts> ReadAsync(CancellationToken cancellationToken)
        {
            if (facts.Status.Length == 0)
            {
                others.Say("The run does not say its status.");
            }

            var apply = RunNeeds.Apply(facts) ? await PhaseAsync("apply", RunParts.Apply, cancellationToken)
                : document.Included(facts.ApplyId);
            var plan = RunNeeds.Plan(facts) ? await PhaseAsync("plan", RunParts.Plan, cancellationToken)
                : document.Included(facts.PlanId);
            facts = facts with
            {
                Plan = plan is { } planned ? RunDocument.Phase(planned) : null,
                Apply = apply is { } applied ? RunDocument.Phase(applied) : null,
                HasApplied = facts.HasApplied || apply?.Time("status-timestamps.started-at") is not null,
            };
            await ReadFailureAsync(plan, apply, cancellationToken);
            await ReadTurnAsync(plan, apply, cancellationToken);
            await ReadBesidesAsync(cancellationToken);
            return facts with { Missing = others.NotRead };
        }

        private async Task ReadFailureAsync(ApiResource? plan, ApiResource? apply, CancellationToken cancellationToken)
        {
            if (RunNeeds.Failed(facts) is { } phase)
            {
                await ReadLogAsync(phase, phase == "apply" ? apply : plan, cancellationToken);
            }

            var policies = await new RunPolicies(others, api.Account.IsHcp).ReadAsync(run, facts, cancellationToken);
            facts = facts with
            {
                Policies = [.. policies.Policies.OrderBy(policy => policy.Rank)],
                Stages = policies.Stages,
                Unread = facts.Unread | policies.Unread
            };
            if (!RunNeeds.IsUnexplained(facts))
            {
                return;
            }

            if (run.Names("configuration-version") is null)
            {
                others.Say("The run does not say which configuration it has.");
            }

            var configuration = await others.OneAsync(
                run, "configuration-version", "configuration-versions", "configuration version", cancellationToken);
            facts = facts with
            {
                ConfigurationError = configuration?.Text("status") == "errored"
                    ? configuration?.Text("error-message") ?? configuration?.Text("error") ?? "it is errored" : null,
                Unread = facts.Unread
                    | (configuration?.Text("status") is null && run.Names("configuration-version") != false
                        ? RunParts.Configuration : RunParts.None),
            };
            if (configuration is { } silent && silent.Text("status") is null)
            {
                others.Say("The configuration version does not say its status.");
            }

            // An apply that is unreachable never ran: what its plan printed is then the last word.
            if (RunNeeds.IsUnexplained(facts) && plan is { } printed && facts.Plan!.Status is not ("pending" or "unreachable"))
            {
                await ReadLogAsync("plan", printed, cancellationToken);
            }
        }

        private async Task ReadTurnAsync(ApiResource? plan, ApiResource? apply, CancellationToken cancellationToken)
        {
            var turn = new RunTurn(others, document, run);
            var queue = await turn.QueueAsync(facts, cancellationToken);
            var held = await turn.LockAsync(facts, queue.Others, cancellationToken);
            var agents = await turn.AgentsAsync(
                facts, facts.Status is "queuing_apply" or "apply_queued" ? apply : plan, cancellationToken);
            var workspace = await turn.WorkspaceAsync(cancellationToken);
            facts = facts with
            {
                Ahead = queue.Ahead,
                Lock = held,
                Agents = agents,
                Unread = facts.Unread | turn.Unread,
                WorkspaceName = workspace?.Text("name"),
                Permissions = facts.Permissions
                    with
                {
                    CanUnlock = workspace?.Flag("permissions.can-unlock"),
                    CanForceUnlock = workspace?.Flag("permissions.can-force-unlock")
                },
            };
        }

        // What a reader wants to know, and no cause needs.
        private async Task ReadBesidesAsync(CancellationToken cancellationToken)
        {
            if (RunNeeds.Cost(facts))
            {
                var cost = await others.OneAsync(run, "cost-estimate", "cost-estimates", "cost estimate", cancellationToken);
                facts = facts with
                { MonthlyCostDelta = cost?.Text("status") == "finished" ? cost?.Text("delta-monthly-cost") : null };
            }

            // People belong to no workspace, so that a URL with a scope is shown only who came with the run.
            var author = document.Included(run.RelatedId("created-by"))
                ?? (api.Guard is null
                    ? await others.OneAsync(run, "created-by", "users", "run's author", cancellationToken) : null);
            facts = facts with { CreatedBy = author?.Text("username") };
            foreach (var unsaid in RunNeeds.Unsaid(facts))
            {
                others.Say(unsaid);
            }
        }

        // A plan is known by its run as well; an apply is not.
        private async Task<ApiResource?> PhaseAsync(string name, RunParts part, CancellationToken cancellationToken)
        {
            var phase = await others.OneAsync(run, name, name == "plan" ? "plans" : "applies", name, cancellationToken);
            if (phase is null && name == "plan" && run.Names("plan") is null)
            {
                using var found = await others.GetAsync($"/runs/{facts.Id}/plan", "plan", isList: false, cancellationToken);
                phase = found is null ? null : new ApiResource(found.Single.Json.Clone());
            }

            var isNone = phase is null && run.Names(name) == false;
            if (isNone || phase?.Text("status") is not null)
            {
                return phase;
            }

            facts = facts with { Unread = facts.Unread | part };
            if (phase is not null)
            {
                others.Say($"The {name} does not say its status.");
            }
            else if (run.Names(name) is null)
            {
                others.Say($"The run does not say which {name} it has.");
            }

            return phase;
        }

        private async Task ReadLogAsync(string name, ApiResource? phase, CancellationToken cancellationToken)
        {
            if (phase?.Attribute("log-read-url") is not { ValueKind: JsonValueKind.String } link
                || !Uri.TryCreate(link.GetString(), UriKind.RelativeOrAbsolute, out var log))
            {
                others.Say($"The {name} does not say where its log is.");
                facts = facts with { Unread = facts.Unread | RunParts.Log };
                return;
            }

            // An errored plan has no JSON, and so nothing that says what its log shows of marked values.
            var (copies, untold) = (name == "apply" || phase?.Text("status") == "finished") && api.Copies is { } known
                && facts.PlanId is { } plan
                ? await known.ReadAsync(api, plan, cancellationToken)
                : (null, null);
            others.Miss("full plan, for copies of its sensitive values,", untold);
            var (findings, trouble) = await ReportPart.TryAsync<LogFindings>(api, async () =>
            {
                await using var read = await api.OpenBlobAsync(log, cancellationToken);
                return read.IsSuccess ? (await LogDiagnostics.ReadAsync(read, copies, cancellationToken), null)
                    : (null, ReportPart.Status(read.Status, api));
            });
            others.Miss($"{name}'s log", trouble);
            facts = facts with
            {
                // Of a phase that went well the last lines say nothing.
                Log = findings is null ? LogFindings.None : findings with
                {
                    AreCopiesChecked = copies is not null && untold is null,
                    Ending = phase?.Text("status") == "errored" ? findings.Ending : null,
                },
                Unread = facts.Unread | (findings is null ? RunParts.Log : RunParts.None),
            };
        }
    }
}
