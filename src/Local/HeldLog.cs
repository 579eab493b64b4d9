namespace ServerlessMcp.Local;

/// <summary>Loggers that keep what they are given, and pass it on to the real ones when this is disposed.</summary>
internal sealed class HeldLog(ILoggerFactory real) : ILoggerFactory
{
    private readonly Lock gate = new();
    private readonly List<Action> lines = [];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, real.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The real loggers have the providers.");

    /// <summary>Passes on what came, in its order.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            lines.ForEach(line => line());
            lines.Clear();
        }
    }

    private sealed class Logger(HeldLog held, ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (held.gate)
            {
                held.lines.Add(() => log.Log(logLevel, eventId, state, exception, formatter));
            }
        }
    }
}
