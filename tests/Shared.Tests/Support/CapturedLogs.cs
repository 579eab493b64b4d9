using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Tests.Support;

/// <summary>Everything that was logged, at every level, with the state and the exceptions.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Text)> entries = new();

    public IReadOnlyList<string> Of(string category) => [.. entries.Where(entry => entry.Category == category).Select(entry => entry.Text)];

    public string All => string.Join('\n', entries.Select(entry => $"{entry.Category}: {entry.Text}"));

    public ILogger CreateLogger(string categoryName) => new Capture(categoryName, entries);

    public void Dispose()
    {
    }

    private sealed class Capture(string category, ConcurrentQueue<(string Category, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            entries.Enqueue((category, $"scope {state}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((category, formatter(state, exception) + exception));
    }
}
