using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>One run's reading: what did not come with it is asked for, what explains a failure first.</summary>
internal sealed class RunReading(TerraformSession api, ApiDocument document)
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
            facts = await new RunLogReader(api, others).ReadAsync(
                facts, phase, phase == "apply" ? apply : plan, cancellationToken);
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
            facts = await new RunLogReader(api, others).ReadAsync(facts, "plan", printed, cancellationToken);
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
}
