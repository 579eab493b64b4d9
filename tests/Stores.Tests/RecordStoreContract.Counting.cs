using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>Counters: as many are let through as the limit says, whoever asks and however many at once.</summary>
public abstract partial class RecordStoreContract
{
    private const RecordKind Count = RecordKind.CallCount;

    private static Task<bool> TakeAsync(IRecordStore store, int limit, string id = "mcp-1-7", string owner = "mcp-1", DateTimeOffset? expiresAt = null) =>
        store.TakeAsync(owner, id, limit, expiresAt, Cancel);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Of_200_parallel_takes_on_a_limit_of_50_exactly_50_are_let_through(int instances)
    {
        var stores = Enumerable.Range(0, instances).Select(_ => CreateStore()).ToList();
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var takes = Enumerable.Range(0, 200).Select(async n =>
        {
            await start.Task;
            return await TakeAsync(stores[n % instances], 50);
        }).ToList();
        start.SetResult();

        Assert.Equal(50, (await Task.WhenAll(takes)).Count(taken => taken));
        Assert.False(await TakeAsync(CreateStore(), 50));
    }

    [Fact]
    public async Task A_counter_goes_on_where_it_stands_under_another_limit()
    {
        var store = CreateStore();
        Assert.True(await TakeAsync(store, 2));
        Assert.True(await TakeAsync(store, 2));
        Assert.False(await TakeAsync(store, 2));
        Assert.True(await TakeAsync(CreateStore(), 3));
        Assert.False(await TakeAsync(store, 3));
        Assert.False(await TakeAsync(store, 1));
    }

    [Fact]
    public async Task A_limit_of_nothing_lets_nothing_through()
    {
        Assert.False(await TakeAsync(CreateStore(), 0));
        Assert.Null(await CreateStore().GetAsync(Count, "mcp-1-7", Cancel));
    }

    [Fact]
    public async Task Counters_do_not_mix()
    {
        var store = CreateStore();
        Assert.True(await TakeAsync(store, 1, "a"));
        Assert.True(await TakeAsync(store, 1, "b"));
        Assert.True(await TakeAsync(store, 1, "c", "mcp-2"));
        Assert.False(await TakeAsync(store, 1, "a"));
        Assert.True(await TakeAsync(store, 2, "b"));
        Assert.False(await TakeAsync(store, 1, "c", "mcp-2"));
    }

    [Fact]
    public async Task A_counter_is_deleted_and_swept_as_other_records_are()
    {
        var store = CreateStore();
        Assert.True(await TakeAsync(store, 1, "deleted"));
        Assert.True(await TakeAsync(store, 1, "expired", expiresAt: Noon.AddSeconds(-1)));
        Assert.True(await TakeAsync(store, 1, "current", expiresAt: Noon.AddSeconds(1)));
        Assert.True(await store.DeleteAsync(Count, "deleted", Cancel));
        await store.DeleteExpiredAsync(Noon, Cancel);

        Assert.True(await TakeAsync(store, 1, "deleted"));
        Assert.Equal(!ExpiresByItself, await TakeAsync(store, 1, "expired", expiresAt: Noon.AddSeconds(-1)));
        Assert.False(await TakeAsync(store, 1, "current", expiresAt: Noon.AddSeconds(1)));
    }

    [Fact]
    public async Task A_counters_expiry_is_that_of_the_last_take()
    {
        var store = CreateStore();
        await TakeAsync(store, 5, expiresAt: Noon);
        await TakeAsync(store, 5, expiresAt: Noon.AddHours(3));
        Assert.Equal(Noon.AddHours(3), (await store.GetAsync(Count, "mcp-1-7", Cancel))!.ExpiresAt);
    }

    [Theory]
    [InlineData("A", "mcp-1")]
    [InlineData("a", "../x")]
    public async Task A_counter_of_another_form_is_an_argument_error(string id, string owner) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => TakeAsync(CreateStore(), 1, id, owner));

    [Fact]
    public async Task A_cancelled_take_counts_nothing()
    {
        var store = CreateStore();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TakeAsync("mcp-1", "mcp-1-7", 1, null, new CancellationToken(canceled: true)));
        Assert.True(await TakeAsync(store, 1));
    }
}
