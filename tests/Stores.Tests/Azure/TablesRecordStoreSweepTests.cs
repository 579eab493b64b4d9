using System.Security.Cryptography;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>Sweeping, and writes that are cut off anywhere: nothing is lost, and in the end nothing is left.</summary>
[Trait("Store", "tables")]
public sealed class TablesRecordStoreSweepTests(AzuriteWithKey azurite) : IClassFixture<AzuriteWithKey>
{
    private const RecordKind Kind = RecordKind.McpServer;

    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string name = "t" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A store whose notes are old at once, so that a sweep of it leaves none.</summary>
    private TablesRecordStore Store(HttpMessageHandler? handler = null) => new(Options with { Transport = handler is null ? null : new HttpClientTransport(handler) }, TimeProvider.System);

    private TablesOptions Options => new()
    {
        Endpoint = azurite.Endpoint,
        Table = name,
        EmulatorKey = Azurite.Key,
        NetworkTimeout = TimeSpan.FromMinutes(1),
        Grace = TimeSpan.FromDays(-1),
    };

    private Task<List<TableEntity>> RowsAsync() => TableRows.AllAsync(Options.Connect(), Cancel);

    private static StoredRecord Record(string id, DateTimeOffset? expiresAt) => new(Kind, id, "acme", Encoding.UTF8.GetBytes("{}")) { ExpiresAt = expiresAt };

    private Task CreateAllAsync(IEnumerable<StoredRecord> records) => Parallel.ForEachAsync(records, Cancel, async (record, cancel) => Assert.True(await Store().CreateAsync(record, cancel)));

    [Fact]
    public async Task Sweeping_leaves_exactly_what_is_not_due_over_many_hours_and_pages()
    {
        // 1,200 notes are more than one page; they lie in 40 hours before noon, and 20 records in the hours after it.
        await CreateAllAsync(Enumerable.Range(1, 1200).Select(n => Record($"old-{n}", Noon.AddMinutes(-2 * n))));
        await CreateAllAsync(Enumerable.Range(0, 20).Select(n => Record($"new-{n}", Noon.AddMinutes(10 * n))));
        await CreateAllAsync([Record("never", null)]);

        Assert.Equal(1200, await Store().DeleteExpiredAsync(Noon, Cancel));
        var left = await Store().ListAsync(Kind, "acme", null, 1000, Cancel);
        Assert.Equal(21, left.Count);
        Assert.DoesNotContain(left, record => record.ExpiresAt < Noon);
        Assert.Equal(20 * 3 + 2, (await RowsAsync()).Count);
        Assert.Equal(0, await Store().DeleteExpiredAsync(Noon, Cancel));
    }

    [Fact]
    public async Task A_record_whose_expiry_was_moved_is_swept_at_its_new_time_only()
    {
        await CreateAllAsync([Record("later", Noon), Record("sooner", Noon), Record("never", Noon), Record("now", null)]);
        await MoveAsync("later", Noon.AddDays(1));
        await MoveAsync("sooner", Noon.AddDays(-1));
        await MoveAsync("never", null);
        await MoveAsync("now", Noon.AddHours(-1));
        Assert.Equal(2, await Store().DeleteExpiredAsync(Noon.AddMinutes(1), Cancel));
        Assert.Equal(["later", "never"], (await Store().ListAsync(Kind, "acme", null, 10, Cancel)).Select(record => record.Id));
        Assert.Equal(1, await Store().DeleteExpiredAsync(Noon.AddDays(2), Cancel));
        Assert.Equal(2, (await RowsAsync()).Count);
    }

    [Fact]
    public async Task A_young_note_that_leads_nowhere_stays_because_its_record_may_be_on_its_way()
    {
        var table = Options.Connect();
        var row = RecordRow.New(Record("mcp-1", Noon));
        await table.AddEntityAsync(row.ToOwnerNote(), Cancel);
        await table.AddEntityAsync(row.ToExpiryNote()!, Cancel);
        var careful = new TablesRecordStore(Options with { Grace = TimeSpan.FromHours(1) }, TimeProvider.System);
        Assert.Equal(0, await careful.DeleteExpiredAsync(Noon.AddDays(1), Cancel));

        // Now it arrives, and the next sweep finds it.
        Assert.True(await table.AddEntityAsync(row.ToEntity(), Cancel));
        Assert.Equal(1, await careful.DeleteExpiredAsync(Noon.AddDays(1), Cancel));
        Assert.Empty(await RowsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sweep_that_is_cut_off_anywhere_is_finished_by_the_next(bool answersAreLost)
    {
        var requests = int.MaxValue;
        for (var cut = 0; cut < requests; cut++)
        {
            await CreateAllAsync([.. Enumerable.Range(0, 3).Select(n => Record($"old-{cut}-{n}", Noon.AddHours(-n))), Record($"new-{cut}", Noon.AddDays(30))]);
            using var handler = new CutHandler(cut, answersAreLost);
            try
            {
                await Store(handler).DeleteExpiredAsync(Noon.AddHours(1), Cancel);
                requests = cut;
            }
            catch (StoreUnavailableException)
            {
                // As it should be. What was listed before is there or gone, and what is not due is there.
            }

            var left = (await Store().ListAsync(Kind, "acme", null, 1000, Cancel)).Select(record => record.Id).ToList();
            Assert.Contains($"new-{cut}", left);
            Assert.Equal(left.Count(id => id.StartsWith("old", StringComparison.Ordinal)), await Store().DeleteExpiredAsync(Noon.AddHours(1), Cancel));
            Assert.Equal((cut + 1) * 3, (await RowsAsync()).Count);
        }

        Assert.InRange(requests, 10, 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_is_cut_off_anywhere_leaves_a_whole_record_or_none_and_the_sweep_leaves_nothing(bool answersAreLost)
    {
        await CreateAllAsync([Record("warm-up", null)]);
        await Store().DeleteAsync(Kind, "warm-up", Cancel);
        foreach (var write in new Func<TablesRecordStore, StoredRecord, Task<bool>>[]
        {
            (store, record) => store.DeleteAsync(Kind, record.Id, Cancel),
            (store, record) => store.ReplaceAsync(record with { ExpiresAt = Noon.AddDays(1), Content = "[]"u8.ToArray() }, Cancel),
            (store, record) => store.CreateAsync(Record("other", Noon), Cancel),
            (store, record) => store.CreateAsync(record with { Owner = "beta" }, Cancel),
        })
        {
            var done = false;
            for (var cut = 0; !done; cut++)
            {
                Assert.InRange(cut, 0, 10);
                await CreateAllAsync([Record("mcp-1", Noon)]);
                var before = (await Store().GetAsync(Kind, "mcp-1", Cancel))!;
                using var handler = new CutHandler(cut, answersAreLost);
                try
                {
                    await write(Store(handler), before);
                    done = !handler.WasCut;
                }
                catch (StoreUnavailableException)
                {
                }

                var listed = await Store().ListAsync(Kind, "acme", null, 10, Cancel);
                Assert.Empty(await Store().ListAsync(Kind, "beta", null, 10, Cancel));
                foreach (var id in new[] { "mcp-1", "other" })
                    Assert.Equal((await Store().GetAsync(Kind, id, Cancel))?.Version, listed.SingleOrDefault(record => record.Id == id)?.Version);
                if (listed.SingleOrDefault(record => record.Id == "mcp-1") is { } after && after.Version != before.Version)
                    Assert.Equal((Noon.AddDays(1), "[]"), (after.ExpiresAt!.Value, Encoding.UTF8.GetString(after.Content.Span)));

                Assert.Equal(listed.Count(record => record.ExpiresAt == Noon), await Store().DeleteExpiredAsync(Noon.AddHours(1), Cancel));
                Assert.Equal(listed.Count(record => record.ExpiresAt != Noon), await Store().DeleteExpiredAsync(Noon.AddDays(2), Cancel));
                Assert.Empty(await RowsAsync());
            }
        }
    }

    [Fact]
    public async Task Sweeps_at_the_same_time_count_each_record_once()
    {
        await CreateAllAsync(Enumerable.Range(0, 100).Select(n => Record($"old-{n}", Noon)));
        var sweeps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Store().DeleteExpiredAsync(Noon.AddHours(1), Cancel)));
        Assert.Equal(100, sweeps.Sum());
        Assert.Empty(await RowsAsync());
    }

    private async Task MoveAsync(string id, DateTimeOffset? expiresAt) =>
        Assert.True(await Store().ReplaceAsync((await Store().GetAsync(Kind, id, Cancel))! with { ExpiresAt = expiresAt }, Cancel));

    /// <summary>A network that fails after some requests: before they are sent, or with their answers lost.</summary>
    private sealed class CutHandler(int requests, bool answersAreLost) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int sent;

        public bool WasCut => sent > requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isCut = Interlocked.Increment(ref sent) > requests;
            if (isCut && !(answersAreLost && sent == requests + 1))
                throw new HttpRequestException("Cut.");
            var answer = await base.SendAsync(request, cancellationToken);
            if (!isCut)
                return answer;
            answer.Dispose();
            throw new HttpRequestException("Cut.");
        }
    }
}
