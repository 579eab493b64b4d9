using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// What becomes of a run after a change, in the change's own answer: with <c>wait_seconds</c> the run as it then stands,
/// with the digest of its plan, what an apply really did, or why it goes no further. An agent needs four calls for that.
/// All of it is read by the tools that the URL has, so it tells nothing that the URL could not read; and what can't be
/// read takes nothing from the change, which has been done.
/// </summary>
/// <param name="read">Calls a tool that reads; null where the URL has not got it.</param>
/// <param name="clock">What pauses are measured by.</param>
internal sealed class FollowedRun(FollowedRun.Reader read, TimeProvider clock)
{
    /// <summary>Calls a tool by its canonical name.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="wait">What a wait is for; null for what the tool waits for.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="arguments">What to pass: texts, numbers, lists of texts.</param>
    internal delegate Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)?> Reader(
        string tool, WaitFor? wait, CancellationToken cancellationToken, params (string Name, object Value)[] arguments);

    private const string Summary = "hashicorp_terraform_cloud_plans_summary";

    private const string ListRuns = "list_all_hashicorp_terraform_cloud_runs";

    private const string GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";

    // What was true of the run when the change was answered, and need not be any more.
    private static readonly string[] Passing = ["next", "not_possible", "advice", "run_id", "can", "waits_for", "since"];

    private static readonly string[] AppliedFields =
    [
        "workspace_id", "apply.resource_additions", "apply.resource_changes", "apply.resource_destructions",
        "apply.resource_imports",
    ];

    private const string Code = "configuration-versions";

    // Lists of runs may be asked 30 times a minute.
    private const int Pause = 2, MostPauses = 4, MostRuns = 5;

    // Of a plan's changes so many; the digest's own cursor has the others.
    private const int MostChanges = 10;

    /// <summary>The answer of a change, with what became of the run.</summary>
    /// <param name="call">The change.</param>
    /// <param name="answer">What it was answered.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<ReadOnlyMemory<byte>> AddAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        using var given = JsonDocument.Parse(answer);
        var (seconds, started) = ((int)ToolWait.Asked(call.Arguments).TotalSeconds, clock.GetTimestamp());
        var isRun = call.Tool.ResourceType == "runs";
        if (call.Tool.Follow == FollowRun.Frees)
            return await FreedAsync(call, answer, cancellationToken);
        if (seconds == 0 && isRun && call.Tool.Follow == FollowRun.Starts)
        {
            // These wait for nobody.
            return call.Arguments.Flag("plan_only") || call.Arguments.Flag("save_plan") ? answer
                : await HeldAsync(call, answer, given.RootElement, cancellationToken);
        }

        var runId = call.Tool.ResourceType == Code ? await RunOfAsync(call, given.RootElement, seconds, cancellationToken)
            : call.Arguments.Text("run_id") ?? Text(given.RootElement, isRun ? "id" : "run_id");
        if (seconds == 0 || runId is null)
        {
            return runId is null || call.Tool.ResourceType != Code ? answer
                : ToolAnswer.With(answer, writer => writer.WriteString("run_id", runId));
        }

        // Looking for the run is part of the wait that was asked for.
        seconds = Math.Max(0, seconds - (int)clock.GetElapsedTime(started).TotalSeconds);
        var wait = call.Tool.Follow == FollowRun.Confirms ? WaitFor.RunToEnd : WaitFor.RunToSettle;
        if (await read(GetRun, wait, cancellationToken, ("run_id", runId), (DerivedArguments.WaitSeconds.Name, seconds)) is not { } found)
            return ToolAnswer.With(answer, writer => writer.WriteString("not_waited", "This URL can't read runs."));
        using var run = JsonDocument.Parse(found.Json);
        if (found.Outcome != CallOutcome.Ok)
        {
            return ToolAnswer.With(answer, writer =>
            {
                writer.WriteString("not_waited", "The change was done. What became of the run could not be read.");
                Raw(writer, "run", found.Json);
            });
        }

        var extra = await ExtraAsync(run.RootElement, runId, cancellationToken);
        return isRun ? Merge(given.RootElement, run.RootElement, extra)
            : ToolAnswer.With(answer, writer => Raw(writer, "run", Merge(default, run.RootElement, extra)));
    }

    // The run that new code starts is made once the upload has been unpacked, and only a list of runs tells which it is.
    private async Task<string?> RunOfAsync(
        TerraformCall call, JsonElement code, int seconds, CancellationToken cancellationToken)
    {
        for (var waited = 0; Text(code, "id") is { } id; waited += Pause)
        {
            if (await read(ListRuns, null, cancellationToken,
                ("workspace_id", call.Arguments.Text("workspace_id")!), ("page_size", MostRuns),
                ("operation", "plan_only,plan_and_apply"), ("fields", (string[])["configuration_version_id"])) is not { Outcome: CallOutcome.Ok } found)
            {
                return null;
            }

            using var runs = JsonDocument.Parse(found.Json);
            foreach (var run in runs.RootElement.GetProperty("items").EnumerateArray())
            {
                if (Text(run, "configuration_version_id") == id)
                    return Text(run, "id");
            }

            if (waited + Pause >= Math.Min(seconds, MostPauses * Pause))
                return null;
            await Task.Delay(TimeSpan.FromSeconds(Pause), clock, cancellationToken);
        }

        return null;
    }

    // Where it stands now decides what is worth a look: its plan, what was applied, or what is in its way.
    private async Task<List<(string Name, ReadOnlyMemory<byte> Json)>> ExtraAsync(
        JsonElement run, string runId, CancellationToken cancellationToken)
    {
        var status = Text(run, "status") ?? "";
        List<(string, ReadOnlyMemory<byte>)> extra = [];
        if (status == "applied")
        {
            if (await AppliedAsync(runId, cancellationToken) is { } applied)
                extra.Add(("applied", applied));
        }
        else if (status is "errored" or "pending" or "policy_soft_failed" || RunStatus.WaitsForWorker.Contains(status))
        {
            await AddAsync("diagnosis", "hashicorp_terraform_cloud_runs_diagnose", ("run_id", runId));
        }
        else if (status is "planned_and_finished" or "planned_and_saved"
            || RunStatus.WaitsForOverride.Contains(status) || RunStatus.BetweenStages.Contains(status))
        {
            await AddAsync("plan_summary", Summary, ("plan_id", runId), ("page_size", MostChanges));
        }

        return extra;

        async Task AddAsync(string name, string tool, params (string, object)[] arguments)
        {
            if (await read(tool, null, cancellationToken, arguments) is { Outcome: CallOutcome.Ok } found)
                extra.Add((name, found.Json));
        }
    }

    // The counts are the apply's own, not what was planned; of outputs those that the plan changes, as they are now.
    private async Task<ReadOnlyMemory<byte>?> AppliedAsync(string runId, CancellationToken cancellationToken)
    {
        if (await read(GetRun, null, cancellationToken, ("run_id", runId), ("fields", AppliedFields))
            is not { Outcome: CallOutcome.Ok } found)
        {
            return null;
        }

        using var run = JsonDocument.Parse(found.Json);
        if (!run.RootElement.TryGetProperty("apply", out var apply))
            return null;
        var changed = await ChangedOutputsAsync(runId, cancellationToken);
        var outputs = changed.Count == 0 || Text(run.RootElement, "workspace_id") is not { } home ? null
            : await read("list_all_hashicorp_terraform_cloud_current_state_version_outputs", null, cancellationToken,
                ("workspace_id", home));
        using var now = outputs is { Outcome: CallOutcome.Ok } all ? JsonDocument.Parse(all.Json) : null;
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            foreach (var count in apply.EnumerateObject())
                count.WriteTo(writer);
            if (now?.RootElement.TryGetProperty("items", out var items) == true)
            {
                writer.WriteStartArray("outputs");
                foreach (var output in items.EnumerateArray().Where(each => changed.Contains(Text(each, "name") ?? "")))
                    output.WriteTo(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    private async Task<HashSet<string>> ChangedOutputsAsync(string runId, CancellationToken cancellationToken)
    {
        if (await read(Summary, null, cancellationToken, ("plan_id", runId), ("page_size", 1))
            is not { Outcome: CallOutcome.Ok } found)
        {
            return [];
        }

        using var digest = JsonDocument.Parse(found.Json);
        return digest.RootElement.TryGetProperty("outputs", out var outputs)
            ? [.. outputs.EnumerateArray().Select(output => Text(output, "name")).OfType<string>()] : [];
    }

    // A run in a locked workspace waits for whoever holds it.
    private async Task<ReadOnlyMemory<byte>> HeldAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, JsonElement given, CancellationToken cancellationToken)
    {
        if (Text(given, "id") is not { } runId
            || (call.Arguments.Text("workspace_id") ?? Text(given, "workspace_id")) is not { } home
            || await read("get_single_hashicorp_terraform_cloud_workspace_by_id", null, cancellationToken,
                ("workspace_id", home), ("fields", (string[])["locked"])) is not { Outcome: CallOutcome.Ok } found)
        {
            return answer;
        }

        using var workspace = JsonDocument.Parse(found.Json);
        return workspace.RootElement.TryGetProperty("locked", out var locked) && locked.ValueKind == JsonValueKind.True
            && await read("hashicorp_terraform_cloud_runs_diagnose", null, cancellationToken, ("run_id", runId))
                is { Outcome: CallOutcome.Ok } why
            ? ToolAnswer.With(answer, writer => Raw(writer, "diagnosis", why.Json)) : answer;
    }

    // Of the runs that a freed workspace lets on, the oldest is first.
    private async Task<ReadOnlyMemory<byte>> FreedAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        if (await read(ListRuns, null, cancellationToken,
            ("workspace_id", call.Arguments.Text("workspace_id")!), ("status_group", "non_final"),
            ("fields", (string[])["status", "message", "actions.is_confirmable"]))
            is not { Outcome: CallOutcome.Ok } found)
        {
            return answer;
        }

        using var runs = JsonDocument.Parse(found.Json);
        return runs.RootElement.GetProperty("items").EnumerateArray().LastOrDefault(run =>
            Text(run, "status") is { } status && !RunStatus.IsSettled(status, IsConfirmable(run)) && status != "planned_and_saved")
            is { ValueKind: JsonValueKind.Object } next
            ? ToolAnswer.With(answer, writer =>
            {
                writer.WriteStartObject("goes_on");
                foreach (var member in next.EnumerateObject().Where(each => each.Name != "actions"))
                    member.WriteTo(writer);
                writer.WriteEndObject();
            })
            : answer;
    }

    private static bool IsConfirmable(JsonElement run) => run.TryGetProperty("actions", out var actions)
        && actions.TryGetProperty("is_confirmable", out var flag) && flag.ValueKind == JsonValueKind.True;

    // What the change was answered, as far as the run does not say it itself by now. What to do next is done.
    private static ReadOnlyMemory<byte> Merge(
        JsonElement given, JsonElement run, List<(string Name, ReadOnlyMemory<byte> Json)> extra) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in given.ValueKind == JsonValueKind.Object ? given.EnumerateObject() : default)
        {
            if (!Passing.Contains(member.Name) && !run.TryGetProperty(member.Name, out _))
                member.WriteTo(writer);
        }

        foreach (var member in run.EnumerateObject())
            member.WriteTo(writer);
        extra.ForEach(each => Raw(writer, each.Name, each.Json));
        writer.WriteEndObject();
    });

    private static void Raw(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span, skipInputValidation: true);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
