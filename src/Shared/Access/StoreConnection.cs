namespace ServerlessMcp.Access;

/// <summary>
/// Opens the way to the store while the rest of the host still starts: identity, connection and the code for both take half of a cold start, and no first request does
/// without them. A cloud starts a host because somebody calls.
/// </summary>
public static class StoreConnection
{
    // An id that no account has: it is longer than they may be.
    private static readonly string Nobody = new('0', 64);

    /// <summary>Asks the store for a record that is not there, and waits for nothing: whether it answers is told by the first question that matters.</summary>
    public static void Open(IRecordStore store) => _ = Task.Run(async () =>
    {
        try
        {
            await store.GetAsync(RecordKind.IntegratedAccount, Nobody, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The first request meets it again, and says so.
        }
    });
}
