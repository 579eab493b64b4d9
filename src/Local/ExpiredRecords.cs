using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>Sweeps what has expired every 15 minutes, as the clouds' timers do: a URL with a limit leaves a counter for
/// each minute it was used in.</summary>
internal sealed partial class ExpiredRecords(IRecordStore store, TimeProvider time, ILogger<ExpiredRecords> log) : BackgroundService
{
    /// <summary>The time between two sweeps. The first one is made before the server says that it is ready.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            await store.DeleteExpiredAsync(time.GetUtcNow(), stopping);
        }
        catch (StoreUnavailableException failure)
        {
            Failed(failure.Message);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Removing expired records goes on in 15 minutes. {Reason}")]
    private partial void Failed(string reason);
}
