using System.Diagnostics;

namespace ServerlessMcp.Logs;

/// <summary>
/// A turn at the processor for what looks through long texts. Half of the processors take such work at once, for
/// <see cref="Slice"/> at a time, in the order in which they came: however many callers grep, who only pings finds a
/// thread, and a short search does not wait for a long one.
/// </summary>
internal sealed class ProcessorTurn : IDisposable
{
    /// <summary>How long a turn is.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    private long begun;
    private bool isHeld;

    private ProcessorTurn()
    {
    }

    /// <summary>Waits for a turn; dispose it before anything is waited for that takes no processor.</summary>
    public static async ValueTask<ProcessorTurn> TakeAsync(CancellationToken cancellationToken)
    {
        var turn = new ProcessorTurn();
        await turn.HoldAsync(cancellationToken);
        return turn;
    }

    /// <summary>Lets others have theirs, if this one has lasted long enough.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public ValueTask NextAsync(CancellationToken cancellationToken) =>
        Stopwatch.GetElapsedTime(begun) < Slice ? default : PassAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isHeld)
            Places.Release();
        isHeld = false;
    }

    private async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        Dispose();

        // Behind whatever waits for a thread.
        await Task.Yield();
        await HoldAsync(cancellationToken);
    }

    private async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken);
        (isHeld, begun) = (true, Stopwatch.GetTimestamp());
    }
}
