namespace ServerlessMcp.Access;

/// <summary>The bound of every question to the store.</summary>
internal static class StorePatience
{
    /// <summary>How long a store may take. A gate that waits longer than a person does is no use: 503 within 5 seconds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>Asks; a store that does not answer in time is a <see cref="StoreUnavailableException"/>.</summary>
    public static async Task<T> AskAsync<T>(TimeProvider time, Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await question(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store did not answer within {Longest.TotalSeconds:0} s.");
        }
    }
}
