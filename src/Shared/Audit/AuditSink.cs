using Microsoft.Extensions.Logging;
using ServerlessMcp.Records;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Audit;

/// <summary>Where entries go: the line in the store and in the log is the same.</summary>
internal sealed partial class AuditSink(ILogger log, AuditTrail trail, TimeProvider time)
{
    /// <summary>The event's id of an entry in the log.</summary>
    public const int EntryId = 10;

    /// <summary>Appends an entry to the chain, and logs it; in the log alone where it is kept for no time.</summary>
    public async Task NoteAsync(
        AuditChain chain, TimeSpan retention, Action<Utf8JsonWriter> members, StoreDeadline deadline)
    {
        members += WriteTrace;
        var isStored = false;
        try
        {
            if (retention > TimeSpan.Zero)
            {
                var line = await trail.AppendAsync(chain, retention, members, deadline);
                isStored = true;
                Entry(log, Text(line.Bytes));
            }
        }
        finally
        {
            if (!isStored)
            {
                Loose(members);
            }
        }
    }

    /// <summary>Notes an entry in the log alone.</summary>
    public void Log(Action<Utf8JsonWriter> members) => Loose(members + WriteTrace);

    // What finds the entry from the platform's own log, and from the caller's traces.
    private static void WriteTrace(Utf8JsonWriter writer)
    {
        writer.WriteIfAny("request", RequestTrace.Current?.Invocation);
        writer.WriteIfAny("trace_id", RequestTrace.Current?.TraceId);
    }

    private void Loose(Action<Utf8JsonWriter> members) => Entry(log, Text(AuditLine.Loose(time.GetUtcNow(), members)));

    private static string Text(ReadOnlyMemory<byte> line) => Encoding.ASCII.GetString(line.Span);

    [LoggerMessage(EntryId, LogLevel.Information, "{Entry}")]
    private static partial void Entry(ILogger log, string entry);
}
