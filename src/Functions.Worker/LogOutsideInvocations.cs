using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Functions.Worker;

/// <summary>
/// Writes to the console what is logged outside of invocations: at the start, and by work that an answer did not wait
/// for. What is logged within one goes to the Functions host over gRPC, with its category and invocation; all else
/// that comes that way the host drops.
/// </summary>
/// <param name="console">The console's log.</param>
internal sealed class LogOutsideInvocations(ILoggerProvider console) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(console.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void Dispose() => console.Dispose();

    private sealed class Category(ILogger console) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !Invocation.IsRunning && console.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!Invocation.IsRunning)
            {
                console.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
