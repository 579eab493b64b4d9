using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>Why a run is where it is, by its own members and those of its job.</summary>
/// <param name="Cause">A word for it: <c>plan_failed</c>.</param>
/// <param name="Summary">A sentence.</param>
/// <param name="WaitsFor">Who or what it waits for; null for nothing.</param>
/// <param name="Phase"><c>plan</c>, <c>apply</c>, or null where it is about neither.</param>
internal sealed record RunFinding(string Cause, string Summary, string? WaitsFor, string? Phase)
{
    /// <summary>What is found of a run.</summary>
    public static RunFinding Of(JsonElement run, int ahead)
    {
        var (status, phase) = (Text(run, "status") ?? "", PhaseOf(run));
        var job = phase is null ? default : At(run, phase, "currentJob");
        return status switch
        {
            "applied" => new("done", "It was applied.", null, "apply"),
            "planned_and_finished" => IsTrue(run, "plan", "hasChanges")
                ? new("done", "It was a plan only, and has finished with changes that nobody can apply.", null, "plan")
                : new("done", "It has finished: there is nothing to change.", null, "plan"),
            "discarded" => new("discarded", "Its plan was discarded by a person. It will not go on.", null, "plan"),
            "canceled" => Canceled(run, phase),
            "errored" => Failed(phase, job),
            "planned" => new("needs_apply", "Its plan has finished with changes. A person has to apply or discard it.", "a person to apply it", "plan"),
            "planning" or "applying" => Running(status, phase, job),
            "pending" or "queuing" when ahead > 0 => new("queued_behind_runs",
                $"{ahead} earlier run{(ahead == 1 ? "" : "s")} of its workspace {(ahead == 1 ? "has" : "have")} to end first.",
                "earlier runs of the workspace", "plan"),
            "pending" or "queuing" when IsTrue(run, "workspace", "locked") => new("workspace_locked",
                "Its workspace is locked, and no run starts before that ends.", "the workspace's lock", "plan"),
            "pending" or "queuing" or "queuing_apply" or "plan_queued" or "apply_queued" => Queued(phase ?? "plan", job),
            _ => new("unknown_status", $"Its status is {status}, which is not known here.", null, phase),
        };
    }

    // The apply counts once it has begun; skipped and created are before that.
    private static string? PhaseOf(JsonElement run) =>
        Text(run, "apply", "status") is not (null or "created" or "skipped" or "pending")
        || Text(run, "status") is "queuing_apply" or "apply_queued" ? "apply"
        : At(run, "plan").ValueKind == JsonValueKind.Object ? "plan" : null;

    private static RunFinding Canceled(JsonElement run, string? phase) => IsTrue(run, "forceCanceled")
        ? new("force_canceled", $"{Text(run, "forceCanceledBy") ?? "Somebody"} force-canceled it" +
            $"{(phase is null ? "" : $" during its {phase}")}. What it had changed by then may not be in the state.", null, phase)
        : new("canceled", $"It was canceled{(phase is null ? "" : $" during its {phase}")}.", null, phase);

    private static RunFinding Failed(string? phase, JsonElement job)
    {
        if (phase is null)
        {
            return new("errored", "It errored before its plan began.", null, null);
        }

        return IsOverTime(job)
            ? new("timed_out", $"Its {phase} took longer than the {Integer(job, "maxJobDuration")} minutes that a job of this workspace may.", null, phase)
            : new(phase + "_failed", $"Its {phase} failed." + (phase == "apply" ? " What it had changed by then is done." : ""), null, phase);
    }

    private static bool IsOverTime(JsonElement job) =>
        Moment(job, "timestamps", "runningAt") is { } begun && Moment(job, "timestamps", "finishedAt") is { } ended
        && Integer(job, "maxJobDuration") is { } minutes and > 0 && ended - begun >= TimeSpan.FromMinutes(minutes);

    private static RunFinding Running(string status, string? phase, JsonElement job) => IsTrue(job, "cancelRequested")
        ? new("being_canceled", $"It is {status}, and was asked to cancel.", "its job to end", phase)
        : new("running", $"It is {status}.", "its job to end", phase);

    private static RunFinding Queued(string phase, JsonElement job) => Text(job, "runnerAvailabilityStatus") switch
    {
        "NONE" => new("no_runner", $"No runner takes its {phase} job: none is registered for its group with the tags that it needs.",
            "a runner to be registered", phase),
        "INACTIVE" => new("runner_inactive", $"The runners that could take its {phase} job have not been heard of lately.",
            "a runner to come back", phase),
        "AVAILABLE" => new("waits_for_runner", $"A runner can take its {phase} job and is busy, or has just been asked.", "a runner", phase),
        "ASSIGNED" => new("runner_assigned", $"A runner has its {phase} job and has not begun it.", "its runner", phase),
        _ => new("queued", $"Its {phase} waits for its turn.", "its turn", phase),
    };
}
