using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>A call that runs: over when its caller has gone, or when what let it in is revoked.</summary>
public sealed class RunningCall : IDisposable
{
    /// <summary>How long a call may wait for something else before it asks the gate again.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly RunningCalls all;
    private readonly Func<CancellationToken, Task<bool>> isStillAdmitted;
    private readonly CancellationTokenSource ends;
    private bool isOver;

    internal RunningCall(RunningCalls all, Func<CancellationToken, Task<bool>> isStillAdmitted, CancellationToken callerGone)
    {
        (this.all, this.isStillAdmitted) = (all, isStillAdmitted);
        ends = CancellationTokenSource.CreateLinkedTokenSource(callerGone);
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Ends => ends.Token;

    /// <summary>Whether it was ended by a revocation.</summary>
    public bool IsRevoked { get; private set; }

    /// <summary>Asks the gate again, and ends the call if it would not let it in now. A call that waits asks each
    /// <see cref="LookAgain"/>: two or three reads of the store.</summary>
    /// <exception cref="StoreUnavailableException">The store can't tell.</exception>
    public async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        if (!await isStillAdmitted(cancellationToken))
            Revoke();
    }

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
