using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>What a run waits for that is no matter of its own: who is before it, who holds its workspace, and who
/// works.</summary>
internal sealed class RunTurn(RelatedResources others, ApiDocument document, ApiResource run)
{
    private ApiResource? workspace = document.Included(run.RelatedId("workspace"));
    private bool isAsked;

    /// <summary>What of this is not known.</summary>
    public RunParts Unread { get; private set; }

    /// <summary>The run's workspace: as it came, else read by its own address; null where it can't be.</summary>
    public async Task<ApiResource?> WorkspaceAsync(CancellationToken cancellationToken) =>
        workspace ?? (isAsked ? null : await DetailAsync(cancellationToken))?.Workspace;

    /// <summary>
    /// Who is before a pending run, next first, and all others that have not ended. The list has no plan-only runs and
    /// may be asked 30 times a minute, so only a run that is in the queue asks it. A server may ignore the filter: rows
    /// are judged by what they say.
    /// </summary>
    public async Task<(IReadOnlyList<QueuedRun>? Ahead, IReadOnlyList<QueuedRun> Others)> QueueAsync(
        RunFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Status != "pending" || facts.IsPlanOnly == true)
        {
            return (null, []);
        }

        using var list = facts.WorkspaceId is not { } home ? null : await others.GetAsync(
            $"/workspaces/{Uri.EscapeDataString(home)}/runs"
            + "?filter%5Bstatus_group%5D=non_final&page%5Bsize%5D=100&include=created_by",
            "workspace's queue", isList: true, cancellationToken);
        if (list is null)
        {
            Unread |= RunParts.Queue;
            return (null, []);
        }

        var rows = list.List.ToList();
        var waiting = rows.Where(row => row.Id == facts.Id || IsWaiting(row, facts)).ToList();
        var known = waiting.Where(row => row.Id != facts.Id).Select(row => RunDocument.Queued(list, row)).ToList();
        var place = waiting.FindIndex(row => row.Id == facts.Id);
        if (rows.Any(row => row.Text("status") is null))
        {
            others.Say("Of some runs of the workspace's queue the status is not said.");
        }

        if (place < 0 || list.HasNextPage(1))
        {
            others.Say(place < 0 ? "The run is not among the first 100 of its workspace's queue."
                : "The workspace's queue has more runs than the 100 that were read.");
            Unread |= RunParts.Queue;
            return (null, known);
        }

        // Newest first is how the API lists them; where all say when they were created, that decides. A saved plan
        // waits beside the queue, not in it.
        var ordered = waiting.All(row => row.Time("created-at") is not null)
            ? [.. waiting.OrderByDescending(row => row.Time("created-at"))] : waiting;
        var ahead = ordered[(ordered.FindIndex(row => row.Id == facts.Id) + 1)..].Where(
            row => row.Text("status") != "planned_and_saved").Reverse();
        return ([.. ahead.Select(row => RunDocument.Queued(list, row))], known);
    }

    /// <summary>Who holds the workspace of a run that waits for its turn; null for nobody, and where it is not known.</summary>
    public async Task<LockFacts?> LockAsync(RunFacts facts, IReadOnlyList<QueuedRun> queue, CancellationToken cancellationToken)
    {
        if (!RunNeeds.Turn(facts) || workspace?.Flag("locked") == false
            || (workspace is { } own && own.RelatedId("locked-by") == facts.Id))
        {
            return null;
        }

        if (workspace is { } home && home.Flag("locked") == true && KindOf(home) == "run"
            && queue.FirstOrDefault(other => other.Id == home.RelatedId("locked-by")) is { } known)
        {
            return new LockFacts("run", known.Id, null, home.Text("locked-reason"), known.Since, known);
        }

        var detail = await DetailAsync(cancellationToken);
        var (found, holder) = detail ?? (workspace, null);
        if (found is not { } locked || locked.Flag("locked") is null)
        {
            Unread |= RunParts.Lock;
            if (found is not null)
            {
                others.Say("The workspace does not say whether it is locked.");
            }

            return null;
        }

        if (locked.Flag("locked") == false || locked.RelatedId("locked-by") == facts.Id)
        {
            return null;
        }

        if (locked.Names("locked-by") is null)
        {
            others.Say("The workspace does not say who holds its lock.");
        }

        return locked.RelatedId("locked-by") is { } id ? await HeldAsync(locked, id, holder, cancellationToken)
            : new LockFacts("unknown", null, null, locked.Text("locked-reason"), null, null);
    }

    /// <summary>The agents that could do the run's work; null where no agents do, and where it is not known who does.</summary>
    public async Task<AgentFacts?> AgentsAsync(RunFacts facts, ApiResource? phase, CancellationToken cancellationToken)
    {
        if (!RunStatus.WaitsForWorker.Contains(facts.Status))
        {
            return null;
        }

        var pool = phase?.Text("execution-details.agent-pool-id");
        var home = pool is null ? await WorkspaceAsync(cancellationToken) : null;
        pool ??= home?.Text("execution-mode") == "agent" ? home?.RelatedId("agent-pool") : null;
        if (pool is null)
        {
            var isKnown = (phase?.Text("execution-details.mode") ?? home?.Text("execution-mode")) is not (null or "agent");
            Unread |= isKnown ? RunParts.None : RunParts.Worker;
            if (!isKnown)
            {
                others.Say("Neither the run nor its workspace says which workers it takes.");
            }

            return null;
        }

        var name = phase?.Text("execution-details.agent-pool-name");
        using var agents = await others.GetAsync(
            $"/agent-pools/{Uri.EscapeDataString(pool)}/agents?page%5Bsize%5D=100", "agents of the pool", isList: true,
            cancellationToken);
        var statuses = agents?.List.Select(agent => agent.Text("status")).ToList();
        if (statuses is null || statuses.Contains(null) || agents!.HasNextPage(1))
        {
            if (statuses is not null)
            {
                others.Say("Not all agents of the pool say what they do, or there are more than 100.");
            }

            return new AgentFacts(pool, name, null, null, null);
        }

        return new AgentFacts(
            pool, name, statuses.Count(status => status == "idle"), statuses.Count(status => status == "busy"),
            statuses.Count(status => status is not ("idle" or "busy")));
    }

    private static bool IsWaiting(ApiResource row, RunFacts facts) =>
        row.Text("status") is { } status && !RunStatus.Final.Contains(status) && row.Flag("plan-only") != true
        && (row.RelatedId("workspace") is not { } home || home == facts.WorkspaceId);

    // The workspace with who holds it, asked for once.
    private async Task<(ApiResource? Workspace, ApiResource? Holder)?> DetailAsync(CancellationToken cancellationToken)
    {
        isAsked = true;
        if (run.RelatedId("workspace") is not { } id)
        {
            return null;
        }

        using var detail = await others.GetAsync(
            $"/workspaces/{Uri.EscapeDataString(id)}?include=locked_by", "workspace", isList: false, cancellationToken);
        if (detail is null)
        {
            return null;
        }

        var found = new ApiResource(detail.Single.Json.Clone());
        workspace = found;
        return (found, detail.Included(found.RelatedId("locked-by")) is { } by ? new ApiResource(by.Json.Clone()) : null);
    }

    private async Task<LockFacts> HeldAsync(
        ApiResource locked, string id, ApiResource? holder, CancellationToken cancellationToken)
    {
        var kind = KindOf(locked);
        var by = holder ?? (kind == "unknown" ? null
            : await others.ByIdAsync(kind + "s", id, "lock's holder", cancellationToken));
        var reason = locked.Text("locked-reason");
        return kind switch
        {
            "run" => new LockFacts(
                "run", id, null, reason, by is { } found ? RunDocument.Since(found) : null, by is { } other
                    ? RunDocument.Queued(document, other) : null),
            "team" => new LockFacts("team", id, by?.Text("name"), reason, null, null),
            "user" => new LockFacts("user", id, by?.Text("username"), reason, null, null),
            _ => new LockFacts("unknown", id, null, reason, null, null),
        };
    }

    private static string KindOf(ApiResource locked) => locked.RelatedType("locked-by") switch
    {
        "runs" => "run",
        "teams" => "team",
        "users" => "user",
        _ => locked.RelatedId("locked-by") is { } id && id.Split('-')[0] is "run" or "team" or "user"
            ? locked.RelatedId("locked-by")!.Split('-')[0] : "unknown",
    };
}
