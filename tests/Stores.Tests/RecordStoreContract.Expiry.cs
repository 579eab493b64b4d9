using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary><see cref="StoredRecord.ExpiresAt"/> is for tidying up; the gate decides about access.</summary>
public abstract partial class RecordStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the store deletes by a clock of its own, so that <see cref="IRecordStore.DeleteExpiredAsync"/> does nothing.</summary>
    protected virtual bool ExpiresByItself => false;

    [Fact]
    public async Task ExpiresAt_comes_back_also_after_a_change()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1") with { ExpiresAt = Noon.AddMilliseconds(123) });
        Assert.Equal(Noon.AddMilliseconds(123), stored.ExpiresAt);
        Assert.True(await store.ReplaceAsync(stored with { ExpiresAt = new DateTimeOffset(2026, 8, 1, 15, 0, 0, TimeSpan.FromHours(2)) }, Cancel));
        stored = await store.GetAsync(Kind, "mcp-1", Cancel);
        Assert.Equal(Noon.AddHours(1), stored!.ExpiresAt);
        Assert.True(await store.ReplaceAsync(stored with { ExpiresAt = null }, Cancel));
        Assert.Null(Assert.Single(await store.ListAsync(Kind, "sandbox", null, 10, Cancel)).ExpiresAt);
    }

    [Fact]
    public async Task An_expired_record_is_there_until_it_is_swept()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1") with { ExpiresAt = DateTimeOffset.UnixEpoch });
        Assert.Single(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.False(await store.CreateAsync(Record("mcp-1"), Cancel));
        Assert.True(await store.ReplaceAsync(stored, Cancel));
    }

    [Fact]
    public async Task Sweeping_removes_exactly_what_expired_before()
    {
        var store = CreateStore();
        await CreateAllAsync(store,
        [
            Record("long-ago") with { ExpiresAt = Noon.AddDays(-9) },
            Record("just-before", "acme") with { ExpiresAt = Noon.AddSeconds(-1) },
            Record("token", StoredRecord.Root, kind: RecordKind.ApiToken) with { ExpiresAt = Noon.AddSeconds(-1) },
            Record("at", "acme") with { ExpiresAt = Noon },
            Record("after") with { ExpiresAt = Noon.AddSeconds(1) },
            Record("never"),
            Record("account", StoredRecord.Root, kind: RecordKind.IntegratedAccount),
        ]);

        Assert.Equal(ExpiresByItself ? 0 : 3, await store.DeleteExpiredAsync(Noon, Cancel));
        Assert.Equal(0, await store.DeleteExpiredAsync(Noon, Cancel));
        if (!ExpiresByItself)
        {
            Assert.Null(await store.GetAsync(Kind, "long-ago", Cancel));
            Assert.Null(await store.GetAsync(Kind, "just-before", Cancel));
            Assert.Null(await store.GetAsync(RecordKind.ApiToken, "token", Cancel));
        }

        Assert.NotNull(await store.GetAsync(Kind, "at", Cancel));
        Assert.NotNull(await store.GetAsync(Kind, "after", Cancel));
        Assert.NotNull(await store.GetAsync(Kind, "never", Cancel));
        Assert.NotNull(await store.GetAsync(RecordKind.IntegratedAccount, "account", Cancel));
    }

    [Fact]
    public async Task Sweeping_an_empty_store_removes_nothing() => Assert.Equal(0, await CreateStore().DeleteExpiredAsync(Noon, Cancel));
}
