using Microsoft.Extensions.Logging;
using ServerlessMcp.Records;

namespace ServerlessMcp.Audit;

/// <summary>Where entries go: the line in the store and in the log is the same.</summary>
internal sealed partial class AuditSink(ILogger log, AuditTrail trail, TimeProvider time)
{
    /// <summary>Appends an entry to the chain, and logs it; in the log alone where it is kept for no time.</summary>
    public async Task NoteAsync(
        AuditChain chain, TimeSpan retention, Action<Utf8JsonWriter> members, StoreDeadline deadline)
    {
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
                Log(members);
            }
        }
    }

    /// <summary>Notes an entry in the log alone.</summary>
    public void Log(Action<Utf8JsonWriter> members) => Entry(log, Text(AuditLine.Loose(time.GetUtcNow(), members)));

    private static string Text(ReadOnlyMemory<byte> line) => Encoding.ASCII.GetString(line.Span);

    [LoggerMessage(10, LogLevel.Information, "{Entry}")]
    private static partial void Entry(ILogger log, string entry);
}
