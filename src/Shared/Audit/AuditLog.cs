using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

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
    private const string Category = "ServerlessMcp.Audit";
    private const string StoreUnavailable = "store_unavailable";

    private readonly ILogger log = loggers.CreateLogger(Category);
    private readonly AuditSink sink = new(loggers.CreateLogger(Category), trail, time);
    private readonly ILogger product = loggers.CreateLogger("ServerlessMcp");
    private readonly FixedWindowCounter refusals = new(time);

    /// <summary>Whether what is logged is an audit entry, whose message is a line of JSON as it stands.</summary>
    public static bool IsEntry(string category, EventId id) => id.Id == AuditSink.EntryId && category == Category;

    /// <summary>Notes a change that is about to be sent.</summary>
    public Task IntentAsync(AuditEntry entry, Admission admission, StoreDeadline deadline) =>
        sink.NoteAsync(AuditChain.Of(admission.Server), Retention(admission),
            writer => AuditMembers.Write(writer, "tool_call_intent", entry), deadline);

    /// <summary>Notes what became of a tool call.</summary>
    public Task ToolCallAsync(AuditEntry entry, Admission admission, StoreDeadline deadline)
    {
        // A flood that a limit holds back is in the log alone: each of its calls would otherwise cost a write.
        var isKept = entry.Outcome != CallOutcome.Limited
            && (entry.Effect is not (null or Effect.Read) || (admission.Account.Policy.AuditReads ?? options.Value.AuditReads));
        return sink.NoteAsync(AuditChain.Of(admission.Server), isKept ? Retention(admission) : TimeSpan.Zero,
            writer => AuditMembers.WriteOutcome(writer, entry), deadline);
    }

    /// <summary>The same in the log alone, where the store has just refused.</summary>
    public Task ToolCallInLogAsync(AuditEntry entry) =>
        sink.NoteAsync(
            AuditChain.OfActs(null), TimeSpan.Zero, writer => AuditMembers.WriteOutcome(writer, entry),
            StoreDeadline.OfEach(CancellationToken.None));

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
        await sink.NoteAsync(AuditChain.OfActs(act.Account), options.Value.AuditRetention,
            writer => AuditMembers.Write(writer, act, "_intent", call), act.Deadline);
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
        act = act with { Deadline = StoreDeadline.OfEach(CancellationToken.None) };
        await OutcomeAsync(act, call: null, "ok", time.GetElapsedTime(started));
        return true;
    }

    // What a revocation takes away: a URL, an API token or an identity rule of this id, all of an account, or everything.
    private static bool IsOf(AdminAct act, Admission admission) => act.Target is { } target && act.Target != act.Account
        ? admission.Server.Id == target || admission.ApiToken?.Id == target
            || admission.ApiToken?.Identity?.Rules.Any(rule => rule.Id == target) == true
        : act.Account is null || admission.Account.Id == act.Account || admission.Through?.Account.Id == act.Account;

    /// <summary>
    /// Notes a request that was refused at the gate, in the log alone, and so many a minute for one door and one
    /// address as that address may guess: trying must not cost us more.
    /// </summary>
    public void Refused(RefusedRequest request)
    {
        if (refusals.Add($"{request.ServerId} {ClientAddress.Network(request.Address)}") <= options.Value.GuessesPerMinute)
        {
            sink.Log(writer => AuditMembers.Write(writer, request));
        }
    }

    // Done is done. A store that has just failed is not asked again: the caller waits for its 503.
    private async Task OutcomeAsync(AdminAct act, string? call, string outcome, TimeSpan duration)
    {
        try
        {
            await sink.NoteAsync(AuditChain.OfActs(act.Account), outcome == StoreUnavailable ? TimeSpan.Zero
                : options.Value.AuditRetention, writer =>
            {
                AuditMembers.Write(writer, act, "", call);
                writer.WriteString("outcome", outcome);
                writer.WriteNumber("ms", Math.Round(duration.TotalMilliseconds, 1));
            }, act.Deadline);
        }
        catch (StoreUnavailableException failure)
        {
            NotStored(log, act.Name, failure.Message);
        }
    }

    // A URL has one chain, that of its own account: entries of several retentions would leave holes in it.
    private TimeSpan Retention(Admission admission) =>
        (admission.Through ?? admission).Account.Policy.AuditRetention ?? options.Value.AuditRetention;

    [LoggerMessage(12, LogLevel.Error, "The store did not take an audit entry: {Reason}")]
    private static partial void Unavailable(ILogger log, string reason);

    [LoggerMessage(11, LogLevel.Error, "The {Act} was done, and its audit entry is in the log alone: {Reason}")]
    private static partial void NotStored(ILogger log, string act, string reason);
}
