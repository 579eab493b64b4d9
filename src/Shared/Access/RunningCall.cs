namespace ServerlessMcp.Access;

/// <summary>A call that runs: over when its caller has gone, or when what let it in is revoked.</summary>
public sealed class RunningCall : IDisposable
{
    private readonly Lock gate = new();
    private readonly RunningCalls all;
    private readonly CancellationTokenSource ends;
    private bool isOver;

    internal RunningCall(RunningCalls all, CancellationToken callerGone)
    {
        this.all = all;
        ends = CancellationTokenSource.CreateLinkedTokenSource(callerGone);
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Ends => ends.Token;

    /// <summary>Whether it was ended by a revocation.</summary>
    public bool IsRevoked { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        all.Remove(this);
        lock (gate)
        {
            isOver = true;
            ends.Dispose();
        }
    }

    internal void Revoke()
    {
        lock (gate)
        {
            if (isOver)
                return;
            IsRevoked = true;
        }

        try
        {
            ends.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }
}
