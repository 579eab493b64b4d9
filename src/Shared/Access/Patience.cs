namespace ServerlessMcp.Access;

/// <summary>How long a store may take. A gate that waits longer than a person does is no use: 503 within 5 seconds.</summary>
public static class Patience
{
    /// <summary>The time for one question.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>Asks, and takes silence for a store that can't answer.</summary>
    /// <exception cref="StoreUnavailableException">It did not answer in time.</exception>
    public static async Task<T> AskAsync<T>(TimeProvider time, Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await question(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store did not answer within {Limit.TotalSeconds:0} s.");
        }
    }
}
