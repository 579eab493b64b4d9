using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Audit;

/// <summary>
/// Notes each tool call and each act of the control plane: as a line of JSON in the log category
/// <c>ServerlessMcp.Audit</c>, and as the same line in the store, where it is linked to the one before
/// (<see cref="AuditTrail"/>). A change, of Terraform or of the control plane, is noted twice, as an intent before it
/// is done and with its outcome afterwards; a read once, afterwards. What the store does not take is not done, or not
/// answered: <see cref="StoreUnavailableException"/>, and the line is logged all the same.
/// </summary>
public sealed partial class AuditLog(
    ILoggerFactory loggers, AuditTrail trail, RunningCalls running, TimeProvider time,
    IOptions<ServerlessMcpOptions> options)
{
    private const string StoreUnavailable = "store_unavailable";

    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.Audit");
    private readonly ILogger product = loggers.CreateLogger("ServerlessMcp");
    private readonly FixedWindowCounter refusals = new(time);

    /// <summary>Notes a change that is about to be sent.</summary>
    public Task IntentAsync(AuditEntry entry, Admission admission) =>
        NoteAsync(AuditChain.Of(admission.Server), Retention(admission), writer => Write(writer, "tool_call_intent", entry));

    /// <summary>Notes what became of a tool call.</summary>
    public Task ToolCallAsync(AuditEntry entry, Admission admission)
    {
        // A flood that a limit holds back is in the log alone: each of its calls would otherwise cost a write.
        var isKept = entry.Outcome != CallOutcome.Limited
            && (entry.Effect is not (null or Effect.Read) || (admission.Account.Policy.AuditReads ?? options.Value.AuditReads));
        return NoteAsync(AuditChain.Of(admission.Server), isKept ? Retention(admission) : TimeSpan.Zero,
            writer => WriteOutcome(writer, entry));
    }

    /// <summary>The same in the log alone, where the store has just refused.</summary>
    public Task ToolCallInLogAsync(AuditEntry entry) =>
        NoteAsync(AuditChain.OfActs(null), TimeSpan.Zero, writer => WriteOutcome(writer, entry));

    /// <summary>Says why the store did not take an entry, beside the audit log, which has the entry.</summary>
    public void NotTaken(string reason) => Unavailable(product, reason);

    /// <summary>
    /// Does an act of the control plane, and notes it before, as <c>mint_intent</c>, and after, as <c>mint</c> with
    /// what came of it; <c>call</c> ties the two. An act whose intent can't be noted is not done. Its outcome, if it
    /// can't be noted any more, is in the log alone: an intent without an outcome is an act that may have happened.
    /// </summary>
    /// <param name="act">What is done.</param>
    /// <param name="perform">Does it; false where somebody else's change came first (<c>conflict</c>).</param>
    /// <returns>What <paramref name="perform"/> answered.</returns>
    public async Task<bool> AdminActAsync(AdminAct act, Func<Task<bool>> perform)
    {
        var (call, started, outcome) = (RandomNumberGenerator.GetHexString(16, lowercase: true), time.GetTimestamp(), "unknown");
        await NoteAsync(AuditChain.OfActs(act.Account), options.Value.AuditRetention,
            writer => Write(writer, act, "_intent", call));
        try
        {
            var isDone = await perform();
            outcome = isDone ? "ok" : "conflict";
            return isDone;
        }
        catch (StoreUnavailableException)
        {
            outcome = StoreUnavailable;
            throw;
        }
        finally
        {
            await OutcomeAsync(act, call, outcome, time.GetElapsedTime(started));
        }
    }

    /// <summary>
    /// Does an act that takes rights away, and notes it once it is done: nothing may stand in the way of a revocation,
    /// a chain that can't be appended to included.
    /// </summary>
    /// <param name="act">What is done.</param>
    /// <param name="perform">Does it; false where there was nothing to take away, which is not noted.</param>
    /// <returns>What <paramref name="perform"/> answered.</returns>
    public async Task<bool> RevocationAsync(AdminAct act, Func<Task<bool>> perform)
    {
        var started = time.GetTimestamp();
        try
        {
            if (!await perform())
            {
                return false;
            }
        }
        catch (StoreUnavailableException)
        {
            await OutcomeAsync(act, call: null, StoreUnavailable, time.GetElapsedTime(started));
            throw;
        }

        running.End(admission => IsOf(act, admission));

        // It is done; its note waits for the store no longer than others do.
        StoreDeadline.Lift();
        await OutcomeAsync(act, call: null, "ok", time.GetElapsedTime(started));
        return true;
    }

    // What a revocation takes away: a URL or an API token of this id, all of an account, or everything.
    private static bool IsOf(AdminAct act, Admission admission) => act.Target is { } target && act.Target != act.Account
        ? admission.Server.Id == target || admission.ApiToken?.Id == target
        : act.Account is null || admission.Account.Id == act.Account;

    /// <summary>
    /// Notes a request that was refused at the gate, in the log alone, and so many a minute for one door and one
    /// address as that address may guess: trying must not cost us more.
    /// </summary>
    public void Refused(RefusedRequest request)
    {
        if (refusals.Add($"{request.ServerId} {ClientAddress.Network(request.Address)}") <= options.Value.GuessesPerMinute)
        {
            Entry(log, Text(AuditLine.Loose(time.GetUtcNow(), writer =>
            {
                writer.WriteString("event", "refused");
                WriteIfAny(writer, "server", request.ServerId);
                WriteIfAny(writer, "account", request.Account);
                WriteIfAny(writer, "api_token", request.ApiTokenId);
                WriteIfAny(writer, "client", request.Client);
                WriteIfAny(writer, "address", request.Address?.ToString());
                writer.WriteString("outcome", request.Outcome);
            })));
        }
    }

    // Done is done. A store that has just failed is not asked again: the caller waits for its 503.
    private async Task OutcomeAsync(AdminAct act, string? call, string outcome, TimeSpan duration)
    {
        try
        {
            await NoteAsync(AuditChain.OfActs(act.Account), outcome == StoreUnavailable ? TimeSpan.Zero
                : options.Value.AuditRetention, writer =>
            {
                Write(writer, act, "", call);
                writer.WriteString("outcome", outcome);
                writer.WriteNumber("ms", Math.Round(duration.TotalMilliseconds, 1));
            });
        }
        catch (StoreUnavailableException failure)
        {
            NotStored(log, act.Name, failure.Message);
        }
    }

    private async Task NoteAsync(AuditChain chain, TimeSpan retention, Action<Utf8JsonWriter> members)
    {
        var isStored = false;
        try
        {
            if (retention > TimeSpan.Zero)
            {
                var line = await trail.AppendAsync(chain, retention, members);
                isStored = true;
                Entry(log, Text(line.Bytes));
            }
        }
        finally
        {
            if (!isStored)
            {
                Entry(log, Text(AuditLine.Loose(time.GetUtcNow(), members)));
            }
        }
    }

    private TimeSpan Retention(Admission admission) => admission.Account.Policy.AuditRetention ?? options.Value.AuditRetention;

    private static void WriteOutcome(Utf8JsonWriter writer, AuditEntry entry)
    {
        Write(writer, "tool_call", entry);
        writer.WriteString("outcome", entry.Outcome);
        if (entry.Outcome != "ok")
        {
            writer.WriteBoolean("sent", entry.IsSent);
        }

        if (entry.UpstreamStatus is { } status)
        {
            writer.WriteNumber("upstream_status", status);
        }

        WriteIfAny(writer, "upstream_request", entry.UpstreamRequestId);
        WriteIfAny(writer, "answered", entry.Answered);
        writer.WriteNumber("ms", Math.Round(entry.Duration.TotalMilliseconds, 1));
        writer.WriteNumber("bytes", entry.Bytes);
    }

    private static string Text(ReadOnlyMemory<byte> line) => Encoding.ASCII.GetString(line.Span);

    private static void Write(Utf8JsonWriter writer, string @event, AuditEntry entry)
    {
        writer.WriteString("event", @event);
        WriteIfAny(writer, "call", entry.CallId);
        writer.WriteString("server", entry.ServerId);
        writer.WriteString("account", entry.AccountId);
        WriteIfAny(writer, "api_token", entry.ApiTokenId);
        WriteIfAny(writer, "oauth_client", entry.OAuthClient);
        WriteIfAny(writer, "client", entry.Client);
        WriteIfAny(writer, "address", entry.RemoteAddress);
        WriteIfAny(writer, "tool", entry.Tool);
        WriteIfAny(writer, "effect", entry.Effect?.ToString().ToLowerInvariant());
        if (entry.Arguments.Noted.Count > 0)
        {
            writer.WriteStartObject("arguments");
            foreach (var (name, value) in entry.Arguments.Noted)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        WriteIfAny(writer, "withheld", entry.Arguments.Withheld);
        WriteIfAny(writer, "targets", entry.Arguments.Targets);
    }

    private static void Write(Utf8JsonWriter writer, AdminAct act, string suffix, string? call)
    {
        writer.WriteString("event", act.Name + suffix);
        WriteIfAny(writer, "call", call);
        writer.WriteString("actor", act.Actor);
        WriteIfAny(writer, "client", act.Client);
        WriteIfAny(writer, "address", act.RemoteAddress);
        WriteIfAny(writer, "account", act.Account);
        WriteIfAny(writer, "target", act.Target);
        act.Details?.Invoke(writer);
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, TextCut.Start(value, 200));
        }
    }

    [LoggerMessage(10, LogLevel.Information, "{Entry}")]
    private static partial void Entry(ILogger log, string entry);

    [LoggerMessage(12, LogLevel.Error, "The store did not take an audit entry: {Reason}")]
    private static partial void Unavailable(ILogger log, string reason);

    [LoggerMessage(11, LogLevel.Error, "The {Act} was done, and its audit entry is in the log alone: {Reason}")]
    private static partial void NotStored(ILogger log, string act, string reason);
}
