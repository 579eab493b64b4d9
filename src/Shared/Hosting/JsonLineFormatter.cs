using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ServerlessMcp.Audit;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Hosting;

/// <summary>
/// An entry a line, as plain JSON that CloudWatch Logs Insights and Application Insights query by its members. An audit
/// entry is its line already, and stands alone: as a message in the framework's JSON it would be there twice and
/// escaped, 1,562 bytes for an entry of 458, and no query would find a member of it. All else is
/// <c>{"level","category","event_id","message",…}</c>, its message once, with the platform's id of the request and the
/// trace's where there are some.
/// </summary>
public sealed class JsonLineFormatter() : ConsoleFormatter("json-line")
{
    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (AuditLog.IsEntry(logEntry.Category, logEntry.EventId))
        {
            textWriter.WriteLine(message);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("level", Level(logEntry.LogLevel));
            writer.WriteString("category", logEntry.Category);
            writer.WriteNumber("event_id", logEntry.EventId.Id);
            writer.WriteString("message", message);
            WriteIfAny(writer, "exception", logEntry.Exception?.ToString());
            WriteIfAny(writer, "request", RequestTrace.Current?.Invocation);
            WriteIfAny(writer, "trace_id", RequestTrace.Current?.TraceId);
            writer.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
