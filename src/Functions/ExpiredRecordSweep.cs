using ServerlessMcp.Records;

namespace ServerlessMcp.Functions;

/// <summary>Removes what expired, when the timer says so; the table does not do that by itself.</summary>
/// <param name="store">What is swept.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it says what it did.</param>
internal sealed partial class ExpiredRecordSweep(IRecordStore store, TimeProvider time, ILoggerFactory loggers)
{
    // Under functionTimeout of host.json, 5 minutes: a sweep that takes longer stops by itself, and the next one goes on.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(4);

    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.CleanupExpired");

    /// <summary>Sweeps; what fails is logged, and left to the next turn.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(AtMost, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            Swept(await store.DeleteExpiredAsync(time.GetUtcNow(), both.Token));
        }
        catch (StoreUnavailableException e)
        {
            Failed(e.Message);
        }
        catch (OperationCanceledException)
        {
            Failed("It was stopped before its end.");
        }
    }

    [LoggerMessage(30, LogLevel.Information, "Removed {Count} expired records.")]
    private partial void Swept(int count);

    [LoggerMessage(31, LogLevel.Error, "Removing expired records goes on with the next turn. {Reason}")]
    private partial void Failed(string reason);
}
