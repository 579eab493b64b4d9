namespace ServerlessMcp.Testing;

/// <summary>What a test waits for, and is told of as it comes: it looks again when something changed, and not by the
/// clock.</summary>
public sealed class Changes
{
    private TaskCompletionSource next = Source();

    /// <summary>Something changed.</summary>
    public void Note() => Interlocked.Exchange(ref next, Source()).SetResult();

    /// <summary>Waits until it is so; false if it is not within a minute.</summary>
    public async Task<bool> UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            var changed = Volatile.Read(ref next).Task;
            if (isSo())
            {
                return true;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return isSo();
            }
        }
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
