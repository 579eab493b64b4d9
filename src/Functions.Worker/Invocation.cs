using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Functions.Worker;

/// <summary>An invocation that the Functions host waits for: as long as it runs, the host takes what we log as its.</summary>
internal sealed class Invocation : IDisposable
{
    private static readonly AsyncLocal<Invocation?> Flowing = new();

    private volatile bool isOver;

    private Invocation()
    {
    }

    /// <summary>Whether whoever asks works for an invocation that is not over.</summary>
    public static bool IsRunning => Flowing.Value is { isOver: false };

    /// <summary>Begins it, and the trace of its request.</summary>
    /// <param name="id">The platform's id of it.</param>
    public static Invocation Begin(string id)
    {
        RequestTrace.Begin(id);
        return Flowing.Value = new Invocation();
    }

    /// <inheritdoc/>
    public void Dispose() => isOver = true;
}
