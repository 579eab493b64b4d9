using System.Globalization;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>Listing by owner, page by page.</summary>
public abstract partial class RecordStoreContract
{
    private static string Numbered(int n) => string.Create(CultureInfo.InvariantCulture, $"mcp-{n:d5}");

    private static IEnumerable<string> Ids(IEnumerable<StoredRecord> records) => records.Select(record => record.Id);

    /// <summary>Creates records, a few at a time: against a store over a network one after the other takes minutes.</summary>
    private static Task CreateAllAsync(IRecordStore store, IEnumerable<StoredRecord> records) =>
        Parallel.ForEachAsync(
            records,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel },
            async (record, cancellationToken) => Assert.True(await store.CreateAsync(record, cancellationToken)));

    [Fact]
    public async Task A_list_has_the_owners_records_and_no_others()
    {
        var store = CreateStore();
        await CreateAllAsync(store, [Record("mcp-1", "acme", "1"), Record("mcp-2", "beta"), Record("mcp-3", "acme"), Record("mcp-4", "acme-2"), Record("mcp-5", "acm")]);
        var page = await store.ListAsync(Kind, "acme", null, 10, Cancel);
        Assert.Equal(["mcp-1", "mcp-3"], Ids(page));
        Assert.Equal("1", Text(page[0]));
        Assert.Equal((await store.GetAsync(Kind, "mcp-1", Cancel))!.Version, page[0].Version);
        Assert.Empty(await store.ListAsync(Kind, "nobody", null, 10, Cancel));
        Assert.Empty(await store.ListAsync(RecordKind.ApiToken, "acme", null, 10, Cancel));
    }

    [Fact]
    public async Task A_list_is_in_ordinal_order_of_the_ids()
    {
        var store = CreateStore();
        string[] ids = ["0", "1-2", "10", "9", "a", "a-", "a-b", "a-b-c", "a0", "ab", "b"];
        await CreateAllAsync(store, ids.Reverse().Select(id => Record(id)));
        Assert.Equal(ids.Order(StringComparer.Ordinal), Ids(await store.ListAsync(Kind, "sandbox", null, 100, Cancel)));
        Assert.Equal(["a-b", "a-b-c"], Ids(await store.ListAsync(Kind, "sandbox", "a-", 2, Cancel)));
    }

    [Fact]
    public async Task Pages_of_100_lead_through_250_records()
    {
        var store = CreateStore();
        await CreateAllAsync(store, Enumerable.Range(0, 250).Select(n => Record(Numbered(n))));
        var first = await store.ListAsync(Kind, "sandbox", null, 100, Cancel);
        var second = await store.ListAsync(Kind, "sandbox", first[^1].Id, 100, Cancel);
        var third = await store.ListAsync(Kind, "sandbox", second[^1].Id, 100, Cancel);
        Assert.Equal((100, 100, 50), (first.Count, second.Count, third.Count));
        Assert.Equal(Enumerable.Range(0, 250).Select(Numbered), Ids([.. first, .. second, .. third]));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", third[^1].Id, 100, Cancel));
    }

    [Fact]
    public async Task Ids_are_listed_as_records_are_page_by_page_and_without_others()
    {
        var store = CreateStore();
        await CreateAllAsync(store, [.. Enumerable.Range(0, 25).Select(n => Record(Numbered(n))), Record("mcp-a", "other")]);
        await store.DeleteAsync(Kind, Numbered(7), Cancel);
        var ids = new List<string>();
        for (IReadOnlyList<string>? page = null; page is null || page.Count == 10;)
        {
            page = await store.ListIdsAsync(Kind, "sandbox", page?[^1], 10, Cancel);
            ids.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 25).Where(n => n != 7).Select(Numbered), ids);
        Assert.Empty(await store.ListIdsAsync(Kind, "nobody", null, 10, Cancel));
    }

    [Fact]
    public async Task A_page_may_start_after_an_id_that_is_not_there()
    {
        var store = CreateStore();
        await CreateAllAsync(store, [Record("a"), Record("c")]);
        Assert.Equal(["c"], Ids(await store.ListAsync(Kind, "sandbox", "b", 10, Cancel)));
    }

    [Fact]
    public async Task Paging_never_repeats_or_loses_a_record_that_stays_while_others_come_and_go()
    {
        var store = CreateStore();
        var staying = Enumerable.Range(0, 120).Select(n => Numbered(n * 10)).ToList();
        var leaving = Enumerable.Range(0, 120).Select(n => Numbered(n * 10 + 1)).ToList();
        await CreateAllAsync(store, staying.Concat(leaving).Select(id => Record(id)));

        var seen = new List<string>();
        for (var turn = 0; ; turn++)
        {
            var page = await store.ListAsync(Kind, "sandbox", seen.Count == 0 ? null : seen[^1], 25, Cancel);
            seen.AddRange(Ids(page));
            if (page.Count < 25)
                break;
            foreach (var id in leaving.Where((_, n) => n % 12 == turn))
                await store.DeleteAsync(Kind, id, Cancel);
            await CreateAllAsync(store, Enumerable.Range(0, 10).Select(n => Record(Numbered(n * 120 + 2 + turn % 8))).Where(record => turn < 8));
        }

        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.Empty(staying.Except(seen));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_limit_outside_1_to_1000_is_an_argument_error(int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CreateStore().ListAsync(Kind, "sandbox", null, limit, Cancel));

    [Fact]
    public async Task Ten_thousand_records_are_paged_and_a_small_owner_is_found_among_them()
    {
        var store = CreateStore();
        await CreateAllAsync(store, Enumerable.Range(0, 10_000).Select(n => Record(Numbered(n), n % 4000 == 1 ? "small" : "large")));
        Assert.Equal(["mcp-00001", "mcp-04001", "mcp-08001"], Ids(await store.ListAsync(Kind, "small", null, 1000, Cancel)));

        var seen = new List<string>();
        IReadOnlyList<StoredRecord> page;
        do
        {
            page = await store.ListAsync(Kind, "large", seen.Count == 0 ? null : seen[^1], 1000, Cancel);
            seen.AddRange(Ids(page));
        }
        while (page.Count == 1000);

        Assert.Equal(Enumerable.Range(0, 10_000).Where(n => n % 4000 != 1).Select(Numbered), seen);
    }
}
