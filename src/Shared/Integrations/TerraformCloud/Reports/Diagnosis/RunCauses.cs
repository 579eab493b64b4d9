using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Logs;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis.RunSteps;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>
/// Decides why a run is where it is: the first row that holds. Everything it needs is in <see cref="RunFacts"/>, and
/// nothing else decides, so that the table can be read and tested by itself. The order matters: what has ended comes
/// first, then what waits for a person, for its turn, for a worker, and last what simply runs.
/// </summary>
internal static class RunCauses
{
    private const string Nothing = RunCause.Nothing, Terraform = RunCause.Terraform;

    private static readonly KeyValuePair<RunParts, string>[] Names =
    [
        new(RunParts.Plan, "its plan"), new(RunParts.Apply, "its apply"), new(RunParts.Policies, "its policies"),
        new(RunParts.Stages, "its task stages"),
        new(RunParts.Configuration, "its configuration"), new(RunParts.Queue, "the workspace's queue"),
        new(RunParts.Lock, "the workspace's lock"), new(RunParts.Worker, "its workers"), new(RunParts.Log, "its log"),
    ];

    /// <summary>The table.</summary>
    public static IReadOnlyList<RunCause> All { get; } =
    [
        // Ended well.
        new("applied", Nothing, run => run.Status == "applied", run => $"Applied{Counts(run.Apply)}.", run => [Outputs(run)]),
        new("nothing_to_apply", Nothing, run => run.Status == "planned_and_finished" && run.HasChanges == false,
            _ => "The plan changes nothing.", _ => []),
        new("plan_only", Nothing, run => run.Status == "planned_and_finished" && (run.IsPlanOnly ?? run.HasChanges) == true,
            run => $"A plan-only run has ended{Counts(run.Plan)}. It can't be applied; that takes a new run.",
            run => [ReadPlan(run), NewRun(run)]),
        new("finished", Nothing, run => run.Status == "planned_and_finished",
            run => $"It has ended with its plan{Counts(run.Plan)}: it was plan-only, or there was nothing to apply.",
            run => [ReadPlan(run), NewRun(run)]),

        // Ended otherwise.
        new("plan_only_policy_failed", Nothing, run => run.Status == "policy_soft_failed",
            run => $"A plan-only run failed {Failed(run)}. It can't be overridden: correct the configuration and run " +
                "again.", run => [ReadPolicyChecks(run), NewRun(run)]),
        new("discarded", Nothing, run => run.Status == "discarded", _ => "Somebody discarded it; nothing was changed.",
            run => [Events(run), NewRun(run)]),
        new("force_canceled", Nothing, run => run.Status == "force_canceled" || (run.Status == "canceled" && run.IsForceCanceled),
            _ => "It was force-canceled. If it was applying, resources may exist that the state does not know.",
            run => [Events(run), ReadState(run), NewRun(run)]),
        new("canceled", Nothing, run => run.Status == "canceled", run => run.HasApplied
            || run.Apply is { Status: "canceled", Additions: not null }
            ? "It was canceled while it applied: part of the plan may be real." : "It was canceled.",
            run => [Events(run), ReadState(run), NewRun(run)]),
        Ended(LogEnding.Crashed, "Terraform or a provider crashed"),
        Ended(LogEnding.Killed, "Terraform was killed, mostly for want of memory"),
        Ended(LogEnding.SetupFailed, "The worker could not make ready what Terraform needs"),
        new("init_failed", Nothing, run => EndedBy(run, LogEnding.InitFailed),
            run => $"terraform init failed: {Why(run)}", run => [Log(run), .. SetVariables(run), NewRun(run)]),
        new("plan_errored", Nothing, run => run is { Status: "errored", Plan.Status: "errored" },
            run => $"The plan failed: {Why(run)}", run => [PlanLog(run), .. SetVariables(run), NewRun(run)]),
        new("apply_errored", Nothing, run => run is { Status: "errored", Apply.Status: "errored" },
            run => $"The apply failed part way, and what it did before stays: {Why(run)}",
            run => [ApplyLog(run), ReadState(run), NewRun(run)]),
        new("policy_hard_failed", Nothing, run => run.Status == "errored" && Stopping(run).Any(),
            run => $"It failed {Failed(run)}, which nobody can override now. Correct the configuration and run again.",
            run => [.. ReadPolicies(run), NewRun(run)]),
        new("task_failed", Nothing,
            run => run.Status == "errored"
                && run.Stages.Any(stage => stage.Tasks.Any(task => task.EnforcementLevel != "advisory")),
            run => $"A run task stopped it: {Tasks(run)}.", run => [ReadStages(run), NewRun(run)]),
        new("stage_failed", Nothing, run => run.Status == "errored" && run.Stages.Count > 0,
            run => $"Its {run.Stages[0].Stage ?? "task"} stage is {run.Stages[0].Status}.",
            run => [ReadStages(run), NewRun(run)]),
        new("configuration_errored", Nothing, run => run is { Status: "errored", ConfigurationError: not null },
            run => $"Its configuration could not be used: {run.ConfigurationError}",
            run => [NewRun(run)]),
        new("plan_printed_errors", Nothing, run => run is { Status: "errored", Diagnostics.Count: > 0 },
            run => $"It errored before its apply, and its plan's log says: {Why(run)}",
            run => [PlanLog(run), Events(run), NewRun(run)]),
        new("errored", Nothing, run => run is { Status: "errored", Unread: RunParts.None },
            _ => "It errored outside of plan, apply and policies; its events say where.",
            run => [Events(run), NewRun(run)]),
        new("errored_unread", Nothing, run => run.Status == "errored",
            run => $"It errored, and why is not known: {Unread(run)} could not be read.",
            run => [Events(run), PlanLog(run), NewRun(run)]),

        // Waits for a person.
        new("force_cancelable", "force-cancel", run => run.Actions.IsForceCancelable == true,
            _ => "It was canceled and does not stop. It can be killed now; the state of a half-done apply may be lost.",
            run => [ForceCancel(run), Wait(run)]),
        new("canceling", Terraform, run => run.ForceCancelAvailableAt is not null,
            run => $"It was canceled and is stopping. It can be killed from {Moment(run.ForceCancelAvailableAt)} on.",
            run => [Wait(run)]),
        new("policy_override", "override", run => run.Status == "policy_override",
            run => $"Waits for an override: it failed {Failed(run)}.",
            run => [.. Overrides(run, "policy_check"), Discard(run)]),
        new("tf_policy_override", "override", run => run.Status == "tf_policy_override",
            run => $"Waits for an override: it failed {Failed(run)}.",
            run => [.. Overrides(run, "tf_policy_evaluation"), Discard(run)]),
        new("task_stage_override", "override", run => RunStatus.WaitsForOverride.Contains(run.Status)
            || run.Stages.Any(stage => stage.Status == "awaiting_override"),
            run => $"Waits for an override of its {OverridableStage(run)?.Stage ?? "task"} stage: " +
                $"{(run.Policies.Count > 0 ? $"it failed {Failed(run)}" : Tasks(run))}.",
            run => [OverrideStage(run), Stop(run)]),
        new("saved_plan", "confirmation", run => run.Status == "planned_and_saved",
            run => $"Its plan is saved{Counts(run.Plan)}, and can be applied until something else changes the state.",
            run => [ReviewPlan(run), Apply(run), Discard(run)]),

        // Waits for its turn.
        new("locked_by_user", "lock", run => WaitsForTurn(run) && run.Lock is { Kind: "user" },
            run => $"The workspace is locked by {run.Lock!.Name ?? run.Lock.Id}{Reason(run.Lock)}. The run starts " +
                "when it is unlocked.",
            run => [Unlock(run), ForceUnlockOfAnother(run)]),
        new("locked_by_team", "lock", run => WaitsForTurn(run) && run.Lock is { Kind: "team" },
            run => $"The workspace is locked by team {run.Lock!.Name ?? run.Lock.Id}{Reason(run.Lock)}. The run " +
                "starts when it is unlocked.",
            run => [Unlock(run), ForceUnlockOfAnother(run)]),
        new("locked_by_run", "run", run => WaitsForTurn(run) && run.Lock is { Kind: "run" },
            run => $"{run.Lock!.Id}{(run.Lock.Run is { } holder ? $" ({holder.Status})" : "")} holds the workspace. " +
                $"This run starts when that one has ended{Behind(run)}.", BehindHolder),
        new("locked", "lock", run => WaitsForTurn(run) && run.Lock is not null,
            run => $"The workspace is locked{Reason(run.Lock!)}, and who holds it can't be read. The run starts when " +
                "it is unlocked.",
            run => [UnlockIfPermitted(run), ForceUnlock(run), Wait(run)]),
        new("queued", "run", run => WaitsForTurn(run) && run.Ahead is { Count: > 0 },
            run => $"Waits in the workspace's queue{Behind(run)}.", run => [Diagnose(run.Ahead![0].Id), Wait(run)]),
        new("turn_unknown", "queue", run => WaitsForTurn(run) && (run.Unread & (RunParts.Lock | RunParts.Queue)) != RunParts.None,
            run => $"Is {run.Status}, and what it waits for is not known: {Unread(run)} could not be read.",
            run => [ReadWorkspace(run), Wait(run)]),
        new("pending", "queue", run => run.Status == "pending",
            run => run.IsPlanOnly == true ? "Is pending; a plan-only run waits for no other, and starts shortly."
                : "Is next in the workspace's queue, and starts shortly.", run => [Wait(run)]),

        // Waits for confirmation. After the locks, because a confirmed run can wait for one.
        new("confirmation", "confirmation", run => run.Actions.IsConfirmable == true,
            run => $"Planned{Counts(run.Plan)}{Cost(run)}. Waits to be confirmed or discarded.",
            run => [ReviewPlan(run), Apply(run), Discard(run)]),

        // Waits for a worker.
        new("no_agents", "agent", run => RunStatus.WaitsForWorker.Contains(run.Status) && run.Agents is { Idle: 0, Busy: 0 },
            run => $"No agent of pool {Pool(run)} is " +
                $"running{(run.Agents!.Gone > 0 ? $" ({run.Agents.Gone} are gone)" : "")}. Somebody has to start one.",
                run => [ReadAgents(run), Cancel(run)]),
        new("agent_pool_exhausted", "agent", run => RunStatus.WaitsForWorker.Contains(run.Status) && run.Agents is { Idle: 0 },
            run => (run.Agents!.Busy == 1 ? $"The only running agent of pool {Pool(run)} is"
                : $"All {run.Agents.Busy} agents of pool {Pool(run)} are")
                + " busy. It starts when one is free, or another is started.",
            run => [ReadAgents(run), Wait(run), Cancel(run)]),
        new("waits_for_agent", "agent", run => RunStatus.WaitsForWorker.Contains(run.Status) && run.Agents is { Idle: null },
            run => $"Waits for an agent of pool {Pool(run)}; how many are running can't be read. If it stays so, " +
                "none is free, or none is running.", run => [Wait(run), Cancel(run)]),
        new("waits_for_some_worker", "worker",
            run => RunStatus.WaitsForWorker.Contains(run.Status) && run.Unread.HasFlag(RunParts.Worker),
            _ => "Waits for a worker or an agent; which of them is not known.",
            run => [OrganizationQueue(), Wait(run), Cancel(run)]),
        new("waits_for_worker", "worker", run => RunStatus.WaitsForWorker.Contains(run.Status),
            _ => "Waits for a worker. If it stays so, other runs of the organization take them all.",
            run => [OrganizationQueue(), Wait(run), Cancel(run)]),

        // Runs.
        new("running", Terraform, run => RunStatus.Working.Contains(run.Status),
            run => $"Is {run.Status.Replace('_', ' ')}.", run => [Wait(run), Cancel(run)]),
        new("between_stages_unsaid", "unknown",
            run => RunStatus.BetweenStages.Contains(run.Status) && run.Actions.IsConfirmable is null
                && run.Status != "confirmed",
            run => $"Is {run.Status.Replace('_', ' ')}{Counts(run.Plan)}; whether it waits to be confirmed or goes " +
                "on by itself is not said.", run => [ReadPlan(run), Wait(run)]),
        new("between_stages", Terraform, run => RunStatus.BetweenStages.Contains(run.Status),
            run => $"Is {run.Status.Replace('_', ' ')}; the next stage starts by itself.", run => [Wait(run)]),
        new("unknown", "unknown", _ => true, run => run.Status.Length == 0 ? "Its status is not said."
            : $"Its status {run.Status} is not one that is known here.", run => [Events(run)]),
    ];

    /// <summary>The reason why a run is where it is.</summary>
    public static RunCause Decide(RunFacts run) => All.First(cause => cause.Holds(run));

    // What the log of the phase that errored says of its end comes before what it says of the configuration: neither is
    // read where the phase didn't err.
    private static RunCause Ended(string kind, string what) => new(
        kind, Nothing, run => EndedBy(run, kind),
        run => run.Apply?.Status == "errored"
            ? $"{what} while it applied ({TextCut.Shorten(run.Log.Ending!.Text, 200)}). What it did stays, and the state may not " +
            "know it." : $"{what}: {TextCut.Shorten(run.Log.Ending!.Text, 200)}",
        run => run.Apply?.Status == "errored" ? [Log(run), ErroredState(run), ReadState(run), NewRun(run)]
            : [Log(run), NewRun(run)]);

    private static bool EndedBy(RunFacts run, string kind) =>
        run is { Status: "errored", Log.Ending: { } ending } && ending.Kind == kind
        && (run.Plan?.Status == "errored" || run.Apply?.Status == "errored");

    private static NextTool? Log(RunFacts run) => run.Apply?.Status == "errored" ? ApplyLog(run) : PlanLog(run);

    // Plan-only and saved plans start without regard to queue and lock; a confirmed run still needs the workspace.
    private static bool WaitsForTurn(RunFacts run) => RunNeeds.Turn(run);

    private static IEnumerable<PolicyFailure> Stopping(RunFacts run) => run.Policies.Where(policy => !policy.IsAdvisory);

    private static string Failed(RunFacts run)
    {
        var stopping = Stopping(run).ToList();
        var failed = stopping.Count > 0 ? stopping : [.. run.Policies.Take(1)];
        return failed.Count switch
        {
            0 => "a policy",
            1 => $"the {Level(failed[0])}policy {failed[0].Name}",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{failed.Count} policies, among them the {Level(failed[0])}{failed[0].Name}"),
        };
    }

    private static string Level(PolicyFailure policy) => policy.EnforcementLevel is { } level ? level + " " : "";

    private static string Unread(RunFacts run) =>
        string.Join(", ", Names.Where(part => run.Unread.HasFlag(part.Key)).Select(part => part.Value));

    private static string Tasks(RunFacts run) => run.Stages.SelectMany(stage => stage.Tasks).ToList() switch
    {
        [] => "the API does not say which task",
        [var one, ..] => $"{one.EnforcementLevel ?? "run"} task {one.Name} " +
            $"{one.Status}{(one.Message is { } message ? $" ({TextCut.Shorten(message, 120)})" : "")}",
    };

    private static string Why(RunFacts run) => (run.Diagnostics.Count > 0 ? run.Diagnostics[0] : null) switch
    {
        null when run.Log.Ending is { } ending => $"its log ends with {TextCut.Shorten(ending.Text.Replace('\n', ' '), 200)}",
        null => "the log says why.",
        { File: { } file, Line: { } line } first =>
            string.Create(CultureInfo.InvariantCulture, $"{TextCut.Shorten(first.Summary, 200)} ({file}:{line})."),
        var first => TextCut.Shorten(first.Summary, 200) + ".",
    };

    private static string Counts(PhaseFacts? phase) =>
        phase is { Additions: { } add, Changes: { } change, Destructions: { } destroy }
        ? string.Create(CultureInfo.InvariantCulture, $": {add} to add, {change} to change, {destroy} to destroy")
        : "";

    private static string Cost(RunFacts run) =>
        run.MonthlyCostDelta is { } delta ? $"; {(delta.StartsWith('-') ? delta : "+" + delta)} USD a month" : "";

    private static string Behind(RunFacts run) => run.Ahead switch
    {
        null or [] => "",
        [_] => "; one run is before it",
        var ahead => string.Create(CultureInfo.InvariantCulture, $"; {ahead.Count} runs are before it"),
    };

    private static string Reason(LockFacts held) => held.Reason is { } reason ? $" (\"{TextCut.Shorten(reason, 120)}\")" : "";

    private static string Pool(RunFacts run) => run.Agents!.PoolName ?? run.Agents.PoolId;

    private static string Moment(DateTimeOffset? moment) => moment is { } time
        ? time.ToSecond() : "some time";
}
