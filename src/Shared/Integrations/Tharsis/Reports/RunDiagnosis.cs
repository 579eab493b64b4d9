using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using ServerlessMcp.Logs;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>diagnose_run: why a run failed or is stuck, what it waits for, and what to look at next. Three requests at
/// most: the run with its jobs, who is ahead of it, the end of a log.</summary>
internal static class RunDiagnosis
{
    private const int MaxItems = 5;
    private const int MaxLine = 240;
    private const int TailBytes = 20_480;

    private static readonly string[] Types = ["Run"];
    private static readonly string[] Workspaces = ["Workspace"];

    private static readonly HashSet<string> Ended =
        new(["applied", "planned_and_finished", "errored", "canceled", "discarded", "planned"], StringComparer.Ordinal);

    /// <summary>Answers it, for a run or a workspace's latest one.</summary>
    public static async Task<ReadOnlyMemory<byte>> AnswerAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        if (TharsisId.IsTrn(id, "workspace") || TharsisId.IsGlobal(id, "W"))
        {
            id = await LatestAsync(id, session, cancellationToken);
        }

        var run = At(await Found.AskAsync(session, Queries.Diagnosed, id, "run", "get", Types, cancellationToken), "node");
        var ahead = Text(run, "status") is "pending" or "queuing" ? await AheadAsync(run, session, cancellationToken) : [];
        var finding = RunFinding.Of(run, ahead.Count);
        var copies = DiffSecrets.Of(At(run, "plan", "changes")).Copies;
        var log = await ReadAsync(run, finding, copies, session, cancellationToken);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            WriteRun(writer, run, finding, session.Clock.GetUtcNow());
            WriteList(writer, "ahead", ahead, one =>
            {
                writer.Said("run_id", Text(one, "id"));
                writer.Said("status", Text(one, "status"));
                writer.Said("created_by", Text(one, "createdBy"));
            });
            WriteRunner(writer, run, finding);
            WriteLog(writer, log);
            WriteChecks(writer, run);
            WriteList(writer, "changes", [.. Each(run, "plan", "changes", "resources").Where(one => Text(one, "action") is not ("NOOP" or "READ"))], one =>
            {
                writer.Said("address", ResourceAddress.Shown(Text(one, "address") ?? ""));
                writer.Said("action", Text(one, "action"));
            });
            WriteNext(writer, run, finding, session.Call);
            writer.WriteEndObject();
        });
    }

    private static async Task<string> LatestAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var data = await Found.AskAsync(session, Queries.Runs, id, "workspace", "resolve", Workspaces, cancellationToken, writer =>
        {
            writer.WriteNumber("first", 1);
            writer.WriteNull("after");
        });
        return Each(data, "runs", "edges").Select(edge => Text(edge, "node", "id")).FirstOrDefault()
            ?? throw Trouble.NotFound($"workspace {Text(data, "node", "fullPath")} has no runs");
    }

    private static async Task<IReadOnlyList<JsonElement>> AheadAsync(
        JsonElement run, TharsisSession session, CancellationToken cancellationToken)
    {
        var data = await session.AskAsync(Queries.Runs, writer =>
        {
            writer.WriteString("id", Text(run, "workspace", "id"));
            writer.WriteNumber("first", 50);
            writer.WriteNull("after");
        }, cancellationToken);
        var created = Moment(run, "metadata", "createdAt");
        return [.. Each(data, "runs", "edges").Select(edge => At(edge, "node"))
            .Where(one => Moment(one, "metadata", "createdAt") < created && !Ended.Contains(Text(one, "status") ?? "")
                && TharsisScope.HasWorkspace(session.Scopes, Text(one, "workspace", "fullPath")))];
    }

    // The message of the phase is Terraform's error box; where it says nothing, the end of the job's log does.
    private static async Task<LogFindings> ReadAsync(
        JsonElement run, RunFinding finding, SecretCopies copies, TharsisSession session, CancellationToken cancellationToken)
    {
        if (finding.Phase is not { } phase
            || finding.Cause is not ("plan_failed" or "apply_failed" or "timed_out" or "force_canceled"))
        {
            return LogFindings.None;
        }

        var told = LogDiagnostics.Read(Encoding.UTF8.GetBytes(Text(run, phase, "errorMessage") ?? ""), copies);
        if (told.Diagnostics.Count > 0 || Text(run, phase, "currentJob", "id") is not { } job
            || Integer(run, phase, "currentJob", "logSize") is not { } size)
        {
            return told;
        }

        var tail = await JobLog.TailAsync(job, size, TailBytes, session, cancellationToken);
        return LogDiagnostics.Read(Encoding.UTF8.GetBytes(tail), copies);
    }

    private static void WriteRun(Utf8JsonWriter writer, JsonElement run, RunFinding finding, DateTimeOffset now)
    {
        writer.Said("run_id", Text(run, "id"));
        writer.Said("trn", Text(run, "metadata", "trn"));
        writer.Said("status", Text(run, "status"));
        writer.Said("cause", finding.Cause);
        writer.Said("summary", finding.Summary);
        writer.WriteString("waits_for", finding.WaitsFor);
        writer.IfAny("phase", finding.Phase);
        if (Since(run, finding) is { } since)
        {
            writer.WriteString("since", since.ToSecond());
            writer.WriteNumber("for_minutes", Math.Max(0, (int)(now - since).TotalMinutes));
        }

        writer.WriteStartObject("workspace");
        writer.Said("full_path", Text(run, "workspace", "fullPath"));
        writer.Said("terraform_version", Text(run, "workspace", "terraformVersion"));
        writer.IfTrue("locked", IsTrue(run, "workspace", "locked"));
        writer.IfTrue("dirty_state", IsTrue(run, "workspace", "dirtyState"));
        writer.WriteEndObject();
        writer.Said("created_by", Text(run, "createdBy"));
        writer.IfAny("comment", Text(run, "comment") is { } comment ? TextCut.Shorten(AnswerWriter.Clean(comment), MaxLine) : null);
        writer.IfTrue("is_destroy", IsTrue(run, "isDestroy"));
        writer.IfTrue("auto_apply", IsTrue(run, "autoApply"));
        if (IsTrue(run, "plan", "hasChanges"))
        {
            writer.WriteStartObject("plan");
            writer.WriteNumber("add", Integer(run, "plan", "summary", "resourceAdditions") ?? 0);
            writer.WriteNumber("change", Integer(run, "plan", "summary", "resourceChanges") ?? 0);
            writer.WriteNumber("destroy", Integer(run, "plan", "summary", "resourceDestructions") ?? 0);
            writer.WriteEndObject();
        }
    }

    private static DateTimeOffset? Since(JsonElement run, RunFinding finding)
    {
        var job = finding.Phase is { } phase ? At(run, phase, "currentJob", "timestamps") : default;
        return finding.WaitsFor switch
        {
            null => Moment(job, "finishedAt") ?? Moment(run, "metadata", "updatedAt"),
            "its job to end" => Moment(job, "runningAt") ?? Moment(run, "metadata", "updatedAt"),
            "a person to apply it" => Moment(run, "metadata", "updatedAt"),
            _ => Moment(job, "queuedAt") ?? Moment(run, "metadata", "createdAt"),
        };
    }

    private static void WriteRunner(Utf8JsonWriter writer, JsonElement run, RunFinding finding)
    {
        if (finding.Phase is not { } phase || finding.WaitsFor is null || Text(run, phase, "currentJob", "runnerAvailabilityStatus") is not { } status)
        {
            return;
        }

        writer.WriteStartObject("runner");
        writer.Said("availability", status.ToLowerInvariant());
        writer.IfAny("path", Text(run, phase, "currentJob", "runnerPath"));
        writer.IfAny("tags", Each(run, phase, "currentJob", "tags"));
        writer.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter writer, LogFindings log)
    {
        var errors = log.Diagnostics.Where(one => one.IsError).ToArray();
        if (errors.Length > 0)
        {
            writer.WriteStartArray("diagnostics");
            foreach (var one in errors.Take(MaxItems))
            {
                (one with
                {
                    Summary = TextCut.Shorten(one.Summary, MaxLine),
                    Detail = one.Detail is { } detail ? TextCut.Shorten(detail, 2 * MaxLine) : null,
                }).WriteTo(writer);
            }

            writer.WriteEndArray();
            if (errors.Length - MaxItems + log.MoreErrors is > 0 and var more)
            {
                writer.WriteNumber("more_diagnostics", more);
            }
        }

        if (log.Ending is { } ending && errors.Length == 0)
        {
            (ending with { Text = TextCut.Shorten(ending.Text, 2 * MaxLine) }).WriteTo(writer);
        }
    }

    private static void WriteChecks(Utf8JsonWriter writer, JsonElement run) => WriteList(
        writer, "failed_checks", [.. Each(run, "plan", "checkResults").Where(check => Text(check, "status") is "fail" or "error")], check =>
        {
            writer.Said("name", Text(check, "name"));
            writer.Said("status", Text(check, "status"));
            writer.IfAny("message", Each(check, "objects").SelectMany(one => Each(one, "failureMessages"))
                .Where(one => one.ValueKind == JsonValueKind.String)
                .Select(one => TextCut.Shorten(AnswerWriter.Clean(one.GetString()!), MaxLine)).FirstOrDefault());
        });

    private static void WriteNext(Utf8JsonWriter writer, JsonElement run, RunFinding finding, ToolCall? call)
    {
        writer.WriteStartArray("next");
        if (finding.Phase is { } phase && Text(run, phase, "currentJob", "id") is { } job && finding.Cause != "done")
        {
            var start = Math.Max(0, (Integer(run, phase, "currentJob", "logSize") ?? 0) - 10_240);
            Next("get_job_logs", "Reads the end of its log.", ("id", job), ("start", start));
        }

        if (IsTrue(run, "plan", "hasChanges"))
        {
            Next("get_plan_diff", "Shows what it changes, as diffs.", ("run_id", Text(run, "id")!));
        }

        if (Text(run, "workspace", "id") is { } workspace)
        {
            Next("list_runs", "Shows the workspace's other runs: the last one that went well, or one that is in the way.", ("workspace", workspace));
            Next("get_workspace", "Shows lock, state and settings.", ("id", workspace));
        }

        writer.WriteEndArray();

        void Next(string tool, string why, params ReadOnlySpan<(string Name, object Value)> arguments)
        {
            if (call is null || call.Filter.Catalog.Find(tool) is not { } found || !call.Filter.Allows(found))
            {
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("tool", found.NameIn(call.Config.ToolNames));
            writer.WriteStartObject("arguments");
            foreach (var (name, value) in arguments)
            {
                writer.WritePropertyName(name);
                if (value is int number)
                {
                    writer.WriteNumberValue(number);
                }
                else
                {
                    writer.WriteStringValue((string)value);
                }
            }

            writer.WriteEndObject();
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement> items, Action<JsonElement> members)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items.Take(MaxItems))
        {
            writer.WriteStartObject();
            members(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (items.Count > MaxItems)
        {
            writer.WriteNumber($"more_{name}", items.Count - MaxItems);
        }
    }
}
