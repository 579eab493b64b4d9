using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMcp.Local;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

public sealed class ExpiredRecordsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task The_one_machine_host_sweeps_while_it_runs()
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new ManualTimeProvider();
        var store = new FileRecordStore(folder["data"], TimeProvider.System);
        await store.TakeAsync("mcp-1", "mcp-1-7", 5, time.GetUtcNow().AddMinutes(1), cancel);
        await store.TakeAsync("mcp-1", "mcp-1-total", 5, null, cancel);
        using var sweeping = new ExpiredRecords(store, time, NullLogger<ExpiredRecords>.Instance);
        await sweeping.StartAsync(cancel);

        // Again and again, because the service begins to wait on a thread of its own (.NET 10): the first times may be over before it does.
        while (await store.GetAsync(RecordKind.CallCount, "mcp-1-7", cancel) is not null)
        {
            time.Advance(ExpiredRecords.Interval);
            await Task.Yield();
        }

        Assert.NotNull(await store.GetAsync(RecordKind.CallCount, "mcp-1-total", cancel));
        await sweeping.StopAsync(cancel);
    }
}
