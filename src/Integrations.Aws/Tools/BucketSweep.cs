using System.Collections.Concurrent;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>Reads many buckets at once, within limits and within the call's time.</summary>
internal static class BucketSweep
{
    private const int BetweenReports = 25;

    /// <summary>Reads them in their order. Where time ends first, those up to the first that is not read: the next page
    /// begins there.</summary>
    public static async Task<IReadOnlyList<BucketSettings>> ReadAsync(
        AwsCall call, IReadOnlyList<BucketEntry> buckets, Func<BucketReader, Task<BucketSettings>> read)
    {
        var settings = new BucketSettings?[buckets.Count];
        var gates = new ConcurrentDictionary<string, SemaphoreSlim>(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(call.Left, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, limit.Token);
        var done = 0;
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, buckets.Count), new ParallelOptions { MaxDegreeOfParallelism = AwsLimits.Buckets, CancellationToken = either.Token },
                async (index, _) =>
                {
                    var gate = gates.GetOrAdd(buckets[index].Region, _ => new SemaphoreSlim(AwsLimits.BucketsOfARegion));
                    await gate.WaitAsync(either.Token);
                    try
                    {
                        settings[index] = await read(new BucketReader(call.Session, buckets[index], either.Token));
                    }
                    finally
                    {
                        gate.Release();
                    }

                    if (Interlocked.Increment(ref done) is var now && now % BetweenReports == 0)
                    {
                        await call.ReportAsync($"{now} of {buckets.Count} buckets are read");
                    }
                });
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            // What is read is told.
        }
        finally
        {
            foreach (var gate in gates.Values)
            {
                gate.Dispose();
            }
        }

        return [.. settings.TakeWhile(one => one is not null).Select(one => one!)];
    }
}
