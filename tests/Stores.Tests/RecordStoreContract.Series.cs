using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>Kinds of which an owner has very many: written once, read in order, removed from the front.</summary>
public abstract partial class RecordStoreContract
{
    private const RecordKind Series = RecordKind.AuditEntry;

    private static StoredRecord Entry(string owner, long number, string content = "{}") => Record(RecordSeries.Id(owner, number), owner, content, Series);

    [Fact]
    public async Task A_series_is_read_as_it_was_written_and_in_order()
    {
        var store = CreateStore();
        foreach (var number in new long[] { 10, 1, 2, 100_000 })
            await CreatedAsync(store, Entry("mcp-1", number, $"{number}"));
        await CreatedAsync(store, Entry("mcp-10", 1));

        Assert.Equal(["1", "2", "10", "100000"], (await store.ListAsync(Series, "mcp-1", null, 10, Cancel)).Select(Text));
        Assert.Equal(["10"], (await store.ListAsync(Series, "mcp-1", RecordSeries.Id("mcp-1", 2), 1, Cancel)).Select(Text));
        Assert.Empty(await store.ListAsync(Series, "mcp-1", RecordSeries.Id("mcp-1", 100_000), 10, Cancel));
        Assert.Empty(await store.ListAsync(Series, "mcp-2", null, 10, Cancel));
        var read = await store.GetAsync(Series, RecordSeries.Id("mcp-1", 2), Cancel);
        Assert.Equal((Series, "mcp-1-000000000002", "mcp-1", "2"), (read!.Kind, read.Id, read.Owner, Text(read)));
        Assert.Null(await store.GetAsync(Series, RecordSeries.Id("mcp-1", 3), Cancel));
    }

    [Fact]
    public async Task The_last_of_a_series_is_found_from_its_end()
    {
        var store = CreateStore();
        Assert.Null(await store.LastAsync(Series, "mcp-1", null, Cancel));
        foreach (var number in new long[] { 1, 2, 1001, 70 })
            await CreatedAsync(store, Entry("mcp-1", number, $"{number}"));
        await CreatedAsync(store, Entry("mcp-10", 2000));
        Assert.Equal("1001", Text(await store.LastAsync(Series, "mcp-1", null, Cancel)));
        Assert.Equal("1001", Text(await store.LastAsync(Series, "mcp-1", RecordSeries.Id("mcp-1", 70), Cancel)));
        Assert.Null(await store.LastAsync(Series, "mcp-1", RecordSeries.Id("mcp-1", 1001), Cancel));
    }

    [Fact]
    public async Task Of_many_that_write_one_number_of_a_series_one_wins()
    {
        for (var number = 1; number <= 10; number++)
        {
            var won = await RaceAsync(Writers, (store, n) => store.CreateAsync(Entry("mcp-1", number, $"{n}"), Cancel));
            Assert.Equal(1, won.Count(x => x));
            Assert.Equal($"{Array.IndexOf(won, true)}", Text(await CreateStore().GetAsync(Series, RecordSeries.Id("mcp-1", number), Cancel)));
        }
    }

    [Theory]
    [InlineData("mcp-1")]
    [InlineData("mcp-1-1")]
    [InlineData("mcp-1-00000000000x")]
    [InlineData("-000000000001")]
    public async Task An_id_of_a_series_that_has_another_form_is_an_argument_error(string id)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CreateStore().GetAsync(Series, id, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CreateStore().CreateAsync(Record(id, "mcp-1", kind: Series), Cancel));
    }

    [Fact]
    public async Task A_record_of_a_series_has_the_owner_that_its_id_says_and_is_never_replaced()
    {
        var store = CreateStore();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(Record(RecordSeries.Id("mcp-1", 1), "mcp-2", kind: Series), Cancel));
        var stored = await CreatedAsync(store, Entry("mcp-1", 1));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReplaceAsync(stored, Cancel));
        Assert.True(await store.DeleteAsync(Series, stored.Id, Cancel));
        Assert.False(await store.DeleteAsync(Series, stored.Id, Cancel));
    }

    [Fact]
    public async Task A_series_is_swept_from_the_front_and_keeps_what_is_not_over()
    {
        var store = CreateStore();
        for (var number = 1; number <= 5; number++)
            await CreatedAsync(store, Entry("mcp-1", number) with { ExpiresAt = Noon.AddMinutes(number - 4) });
        await CreatedAsync(store, Entry("mcp-2", 1) with { ExpiresAt = Noon.AddDays(1) });

        Assert.Equal(ExpiresByItself ? 0 : 3, await store.DeleteExpiredAsync(Noon, Cancel));
        if (!ExpiresByItself)
            Assert.Equal([4L, 5L], (await store.ListAsync(Series, "mcp-1", null, 10, Cancel)).Select(record => RecordSeries.Parse(record.Id).Number));
        Assert.Equal(ExpiresByItself ? 0 : 3, await store.DeleteExpiredAsync(Noon.AddDays(2), Cancel));
        Assert.Equal(0, await store.DeleteExpiredAsync(Noon.AddDays(2), Cancel));
    }

    [Fact]
    public async Task A_list_of_servers_does_not_grow_with_their_audit_trail()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1", "acme"));
        await CreateAllAsync(store, Enumerable.Range(1, 300).Select(number => Entry("mcp-1", number)));
        Assert.Equal(["mcp-1"], Ids(await store.ListAsync(Kind, "acme", null, 10, Cancel)));
        Assert.Equal(300, (await store.ListAsync(Series, "mcp-1", null, 1000, Cancel)).Count);
    }
}
