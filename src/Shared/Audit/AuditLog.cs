using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Audit;

/// <summary>
/// Notes each tool call and each act of the control plane: as a line of JSON in the log category <c>ServerlessMcp.Audit</c>, and as the same line in the store, where it is
/// linked to the one before (<see cref="AuditTrail"/>). A change is noted twice, as an intent before it is sent and with its outcome afterwards; a read once, afterwards.
/// What the store does not take is not done, or not answered: every method throws <see cref="StoreUnavailableException"/>, and has logged the line all the same.
/// </summary>
public sealed partial class AuditLog(ILoggerFactory loggers, AuditTrail trail, TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.Audit");

    /// <summary>Notes a change that is about to be sent.</summary>
    public Task IntentAsync(AuditEntry entry, Admission admission) =>
        NoteAsync(AuditChain.Of(admission.Server), Retention(admission), writer => Write(writer, "tool_call_intent", entry));

    /// <summary>Notes what became of a tool call.</summary>
    public Task ToolCallAsync(AuditEntry entry, Admission admission)
    {
        // A flood that a limit holds back is in the log alone: each of its calls would otherwise cost a write.
        var isKept = entry.Outcome != ToolResult.Limited
            && (entry.Effect is not (null or Effect.Read) || (admission.Account.Policy.AuditReads ?? options.Value.AuditReads));
        return NoteAsync(AuditChain.Of(admission.Server), isKept ? Retention(admission) : TimeSpan.Zero, writer => WriteOutcome(writer, entry));
    }

    /// <summary>The same in the log alone, where the store has just refused.</summary>
    public void ToolCallInLog(AuditEntry entry) => Entry(log, Text(AuditLine.Loose(time.GetUtcNow(), writer => WriteOutcome(writer, entry))));

    /// <summary>
    /// Notes an act of the control plane, before it is done: one that can't be noted is not done. What is noted may then still fail, on a conflict for example.
    /// </summary>
    /// <param name="actor">The id of the API token that acts.</param>
    /// <param name="act">What it does: <c>mint</c>, <c>change</c>, …</param>
    /// <param name="account">The integrated account concerned.</param>
    /// <param name="target">The id of the record concerned.</param>
    /// <param name="details">Writes what it is made to be.</param>
    public Task AdminActAsync(string actor, string act, string? account, string? target, Action<Utf8JsonWriter>? details = null) =>
        NoteAsync(AuditChain.OfActs(account), options.Value.AuditRetention, writer =>
        {
            Write(writer, actor, act, account, target);
            details?.Invoke(writer);
        });

    /// <summary>Notes an act that takes rights away, once it is done: nothing may stand in the way of a revocation, a chain that can't be appended to included.</summary>
    public async Task RevocationAsync(string actor, string act, string? account, string? target)
    {
        try
        {
            await AdminActAsync(actor, act, account, target);
        }
        catch (StoreUnavailableException failure)
        {
            NotStored(log, act, failure.Message);
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

    private static void Write(Utf8JsonWriter writer, string actor, string act, string? account, string? target)
    {
        writer.WriteString("event", act);
        writer.WriteString("actor", actor);
        WriteIfAny(writer, "account", account);
        WriteIfAny(writer, "target", target);
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
            writer.WriteString(name, value.Length <= 200 ? value : value[..200]);
        }
    }

    [LoggerMessage(10, LogLevel.Information, "{Entry}")]
    private static partial void Entry(ILogger log, string entry);

    [LoggerMessage(11, LogLevel.Error, "The {Act} was done, and its audit entry is in the log alone: {Reason}")]
    private static partial void NotStored(ILogger log, string act, string reason);
}
