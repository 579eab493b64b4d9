using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ServerlessMcp.Http;

namespace ServerlessMcp.Hosting;

/// <summary>
/// The log of all hosts: each entry is written whole, with one write, before whoever logs it goes on. So an audit line
/// is out before the answer is that it tells of, also where a function is frozen behind its answer.
/// </summary>
/// <remarks>The framework's console hands entries to a thread of its own: waking it, and its two writes, were a tenth
/// of a call on one machine, and its services 6 of the 26 ms that bare Kestrel takes to start.</remarks>
/// <param name="formatter">How an entry is written.</param>
/// <param name="output">Where.</param>
/// <param name="errors">Where errors are written; null for with all else.</param>
public sealed class ConsoleLog(ConsoleFormatter formatter, Stream output, Stream? errors = null) : ILoggerProvider
{
    private const int MostKept = 16 * 1024;

    [ThreadStatic]
    private static StringWriter? kept;

    private readonly Lock gate = new();

    /// <summary>A log on standard output, for hosts that take no logging from services.</summary>
    /// <param name="level">The least that is written.</param>
    /// <param name="formatter">How an entry is written.</param>
    /// <param name="errors">Where errors are written; null for with all else.</param>
    public static ILoggerFactory Create(LogLevel level, ConsoleFormatter formatter, Stream? errors = null)
    {
        var filters = new LoggerFilterOptions { MinLevel = level };
        filters.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        new PathsOutOfLogs().PostConfigure(null, filters);
        return new LoggerFactory([new ConsoleLog(formatter, Console.OpenStandardOutput(), errors)], filters);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing waits to be written.
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        var writer = kept ?? new StringWriter(CultureInfo.InvariantCulture);
        kept = null; // A state may log while it is written.
        formatter.Write(entry, null, writer);
        var text = writer.ToString();
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, bytes);
        lock (gate)
        {
            (entry.LogLevel >= LogLevel.Error && errors is not null ? errors : output).Write(bytes, 0, length);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        writer.GetStringBuilder().Clear();
        kept = text.Length <= MostKept ? writer : null;
    }

    private sealed class Category(ConsoleLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            log.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter));
    }
}
