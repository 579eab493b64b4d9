using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServerlessMcp.Hosting;

/// <summary>
/// An entry a line, as the framework's simple console writes it with <c>SingleLine</c> and without colours; but no
/// character of an entry begins another line, where the framework replaces line feeds alone. That console can only be
/// had as a service, with options whose types are made at run time.
/// </summary>
public sealed class OneLineFormatter() : ConsoleFormatter("one-line")
{
    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(": ");
        textWriter.Write(logEntry.Category);
        textWriter.Write('[');
        textWriter.Write(logEntry.EventId.Id.ToString(CultureInfo.InvariantCulture));
        textWriter.Write(']');
        Write(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        Write(textWriter, logEntry.Exception?.ToString());
        textWriter.WriteLine();
    }

    private static void Write(TextWriter textWriter, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            textWriter.Write(' ');
            textWriter.Write(text.ReplaceLineEndings(" "));
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
