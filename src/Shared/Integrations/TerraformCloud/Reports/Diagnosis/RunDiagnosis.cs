using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Why a run is where it is, what it waits for, and what can be done about it with the tools of this URL:
/// <see cref="RunFactsReader"/>, then <see cref="RunCauses"/>.</summary>
internal sealed class RunDiagnosis : IToolReport
{
    // About 1,100 tokens: ids and JSON come at three bytes a token. What is longer is written again with less of each.
    private const int MaxBytes = 3300;

    private static readonly (int Items, int Length)[] Sizes = [(5, 240), (3, 120), (1, 80)];

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (facts, refusal) = await new RunFactsReader(call.Api).ReadAsync(call.Arguments.Text("run_id")!, cancellationToken);
        if (refusal is not null)
        {
            using (refusal)
            {
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal, call.Arguments, writer)),
                    CallOutcome.UpstreamError);
            }
        }

        var cause = RunCauses.Decide(facts!);
        var tools = NextTools.Of(cause.Next(facts!), call.Call);
        ReadOnlyMemory<byte> json = default;
        foreach (var (items, length) in Sizes)
        {
            json = JsonResponse.Bytes(writer => Write(writer, facts!, cause, tools, call.Clock.GetUtcNow(), items, length));
            if (json.Length <= MaxBytes)
            {
                break;
            }
        }

        return (json, CallOutcome.Ok);
    }

    private static void Write(
        Utf8JsonWriter writer, RunFacts run, RunCause cause, NextTools tools, DateTimeOffset now, int items, int length)
    {
        writer.WriteStartObject();
        writer.WriteString("run_id", run.Id);
        writer.WriteString("status", run.Status);
        writer.WriteString("cause", cause.Name);
        writer.WriteString("summary", TextCut.Shorten(cause.Summary(run), length * 2));
        writer.WriteString("waits_for", cause.WaitsFor);
        Time(writer, "since", run.Since);
        if (run.Since is { } since)
        {
            writer.WriteNumber("for_minutes", Math.Max(0, (int)(now - since).TotalMinutes));
        }

        Text(writer, "workspace_id", run.WorkspaceId, length);
        Text(writer, "workspace_name", run.WorkspaceName, length);
        Text(writer, "created_by", run.CreatedBy, length);
        Text(writer, "message", run.Message, length);
        Flag(writer, "plan_only", run.IsPlanOnly == true);
        Flag(writer, "is_destroy", run.IsDestroy);
        Flag(writer, "auto_apply", run.IsAutoApply);
        WritePlan(writer, run.Plan);
        WriteLock(writer, run.Lock, length);
        WriteQueue(writer, run.Ahead, items);
        WriteAgents(writer, run.Agents);
        WriteList(writer, "failed_policies", run.Policies, items, policy => WritePolicy(writer, policy, length));
        WriteList(writer, "task_stages", run.Stages, items, stage => WriteStage(writer, stage, items, length));
        WriteLog(writer, run, items, length);
        tools.Write(writer);
        WriteList(writer, "not_read", run.Missing, items, sentence => writer.WriteStringValue(TextCut.Shorten(sentence, length)));
        writer.WriteEndObject();
    }

    private static void WritePlan(Utf8JsonWriter writer, PhaseFacts? plan)
    {
        if (plan is { Additions: { } add, Changes: { } change, Destructions: { } destroy })
        {
            writer.WriteStartObject("plan");
            writer.WriteNumber("add", add);
            writer.WriteNumber("change", change);
            writer.WriteNumber("destroy", destroy);
            writer.WriteEndObject();
        }
    }

    private static void WriteLock(Utf8JsonWriter writer, LockFacts? held, int length)
    {
        if (held is null)
        {
            return;
        }

        writer.WriteStartObject("lock");
        writer.WriteString("held_by", held.Kind);
        Text(writer, "id", held.Id, length);
        Text(writer, "name", held.Name, length);
        Text(writer, "reason", held.Reason, length);
        Text(writer, "status", held.Run?.Status, length);
        Text(writer, "created_by", held.Run?.CreatedBy, length);
        Time(writer, "since", held.Since);
        writer.WriteEndObject();
    }

    private static void WriteQueue(Utf8JsonWriter writer, IReadOnlyList<QueuedRun>? ahead, int items)
    {
        if (ahead is null)
        {
            return;
        }

        writer.WriteNumber("queue_position", ahead.Count + 1);
        WriteList(writer, "ahead", ahead, items, run =>
        {
            writer.WriteStartObject();
            writer.WriteString("run_id", run.Id);
            writer.WriteString("status", run.Status);
            Text(writer, "created_by", run.CreatedBy, 80);
            Time(writer, "since", run.Since);
            writer.WriteEndObject();
        });
    }

    // Of diagnostics the errors; how the log ends where it says so, or where no error was printed.
    private static void WriteLog(Utf8JsonWriter writer, RunFacts run, int items, int length)
    {
        WriteList(writer, "diagnostics", run.Diagnostics, items, diagnostic => (diagnostic with
        {
            Summary = TextCut.Shorten(diagnostic.Summary, length),
            Detail = diagnostic.Detail is { } detail ? TextCut.Shorten(detail, length) : null,
            Values = diagnostic.Values is { } values ? TextCut.Shorten(values, length) : null,
        }).WriteTo(writer), run.Log.MoreErrors);
        if (run.Log.Diagnostics.Count - run.Diagnostics.Count + run.Log.MoreWarnings is > 0 and var warnings)
        {
            writer.WriteNumber("warnings", warnings);
        }

        if (run.Log.Ending is { } ending)
        {
            (ending with { Text = TextCut.Shorten(ending.Text, 2 * length) }).WriteTo(writer);
        }

        if (run.Log.AreCopiesChecked is { } areChecked && (run.Log.Diagnostics.Count > 0 || run.Log.Ending is not null))
        {
            writer.WriteBoolean("copies_checked", areChecked);
        }
    }

    private static void WriteAgents(Utf8JsonWriter writer, AgentFacts? agents)
    {
        if (agents is null)
        {
            return;
        }

        writer.WriteStartObject("agents");
        writer.WriteString("agent_pool_id", agents.PoolId);
        Text(writer, "name", agents.PoolName, 80);
        if (agents is { Idle: { } idle, Busy: { } busy, Gone: { } gone })
        {
            writer.WriteNumber("idle", idle);
            writer.WriteNumber("busy", busy);
            writer.WriteNumber("gone", gone);
        }

        writer.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter writer, PolicyFailure policy, int length)
    {
        writer.WriteStartObject();
        writer.WriteString("policy", TextCut.Shorten(policy.Name, length));
        Text(writer, "enforcement_level", policy.EnforcementLevel, length);
        writer.WriteString(
            policy.Generation switch
            {
                "policy_check" => "policy_check_id",
                "policy_evaluation" => "task_stage_id",
                _ =>
                "tf_policy_evaluation_id"
            }, policy.Id);
        Text(writer, "rule", policy.Rule, length);
        Text(writer, "description", policy.Description, length);
        Text(writer, "message", policy.Message, length);
        writer.WriteEndObject();
    }

    private static void WriteStage(Utf8JsonWriter writer, StageFacts stage, int items, int length)
    {
        writer.WriteStartObject();
        writer.WriteString("task_stage_id", stage.Id);
        Text(writer, "stage", stage.Stage, length);
        writer.WriteString("status", stage.Status);
        WriteList(writer, "tasks", stage.Tasks, items, task =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", TextCut.Shorten(task.Name, length));
            writer.WriteString("status", task.Status);
            Text(writer, "enforcement_level", task.EnforcementLevel, length);
            Text(writer, "message", task.Message, length);
            writer.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void WriteList<T>(
        Utf8JsonWriter writer, string name, IReadOnlyList<T> items, int most, Action<T> write, int more = 0)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items.Take(most))
        {
            write(item);
        }

        writer.WriteEndArray();
        if (Math.Max(0, items.Count - most) + more is > 0 and var left)
        {
            writer.WriteNumber($"more_{name}", left);
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value, int length)
    {
        if (value is not null)
        {
            writer.WriteString(name, TextCut.Shorten(value, length));
        }
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, value);
        }
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } moment)
        {
            writer.WriteString(name, moment.ToSecond());
        }
    }
}
