using System.Security.Cryptography;
using Azure.Data.Tables;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>The contract over Azure Tables, and what is that store's own.</summary>
[Trait("Store", "tables")]
public sealed class TablesRecordStoreTests(AzuriteWithKey azurite) : RecordStoreContract, IClassFixture<AzuriteWithKey>
{
    private readonly string table = "t" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    protected override IRecordStore CreateStore() => new TablesRecordStore(Options, TimeProvider.System);

    private TablesOptions Options => new() { Endpoint = azurite.Endpoint, Table = table, EmulatorKey = Azurite.Key, NetworkTimeout = TimeSpan.FromMinutes(1) };

    private RecordTable Table => Options.Connect();

    [Fact]
    public async Task Making_a_store_asks_nothing() => await Task.FromResult(CreateStore());

    [Fact]
    public async Task Reading_makes_no_table()
    {
        var store = CreateStore();
        Assert.Null(await store.GetAsync(Kind, "mcp-1", Cancel));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.False(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Equal(0, await store.DeleteExpiredAsync(DateTimeOffset.MaxValue, Cancel));
        Assert.Empty(await TableRows.AllAsync(Table, Cancel));
    }

    [Fact]
    public async Task A_record_is_one_row_that_two_notes_lead_to()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1", "acme") with { ExpiresAt = new DateTimeOffset(2026, 8, 1, 12, 34, 56, TimeSpan.Zero) });
        var rows = await TableRows.AllAsync(Table, Cancel);
        Assert.Equal(3, rows.Count);
        var record = Assert.Single(rows, row => row is { PartitionKey: "mcp-server-cb", RowKey: "mcp-1" });
        Assert.Equal(("acme", "2026-08-01T12:34:56.0000000Z"), (record.Text("Owner"), record.Text("ExpiresAt")));
        Assert.Single(rows, row => row.PartitionKey == "owner-mcp-server-acme" && row.RowKey == $"mcp-1!{record.Text("Mark")}");
        Assert.Single(rows, row => row.PartitionKey == "exp-2026080112" && row.RowKey == $"mcp-server.mcp-1.{record.Text("ExpiryMark")}");
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_record_nor_of_a_create_that_lost()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1", "acme") with { ExpiresAt = DateTimeOffset.UnixEpoch });
        Assert.False(await store.CreateAsync(Record("mcp-1", "beta") with { ExpiresAt = DateTimeOffset.UnixEpoch }, Cancel));
        Assert.True(await store.ReplaceAsync(stored with { ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1) }, Cancel));
        Assert.False(await store.ReplaceAsync(stored with { ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(2) }, Cancel));
        Assert.Equal(3, (await TableRows.AllAsync(Table, Cancel)).Count);
        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Empty(await TableRows.AllAsync(Table, Cancel));
    }

    [Fact]
    public async Task A_note_that_leads_to_nothing_or_to_another_owners_record_is_skipped()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("a", "acme"));
        await CreatedAsync(store, Record("c", "beta"));
        await CreatedAsync(store, Record("d", "acme"));
        foreach (var (id, mark) in new[] { ("a", "0000"), ("b", "0000"), ("c", (await Table.GetEntityIfExistsAsync(TableKeys.Record(Kind, "c"), "c", Cancel))!.Text("Mark")!) })
            await Table.AddEntityAsync(new TableEntity(TableKeys.Owner(Kind, "acme"), TableKeys.OwnerRow(id, mark)), Cancel);
        Assert.Equal(["a", "d"], (await store.ListAsync(Kind, "acme", null, 10, Cancel)).Select(record => record.Id));
        Assert.Equal(["a"], (await store.ListAsync(Kind, "acme", null, 1, Cancel)).Select(record => record.Id));
        Assert.Equal(["d"], (await store.ListAsync(Kind, "acme", "a", 1, Cancel)).Select(record => record.Id));
    }

    [Fact]
    public async Task A_record_keeps_its_owner()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1", "acme"));
        Assert.False(await store.ReplaceAsync(stored with { Owner = "beta" }, Cancel));
        Assert.Equal("acme", (await store.GetAsync(Kind, "mcp-1", Cancel))!.Owner);
    }

    [Theory]
    [InlineData("Owner", "A/B")]
    [InlineData("Owner", null)]
    [InlineData("Mark", null)]
    [InlineData("ExpiresAt", "secret-content")]
    [InlineData("Content", null)]
    public async Task A_damaged_row_is_a_store_that_can_not_answer_for_it_until_it_is_deleted(string property, string? value)
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("bad"));
        var entity = (await Table.GetEntityIfExistsAsync(TableKeys.Record(Kind, "bad"), "bad", Cancel))!;
        entity[property] = value;
        Assert.True(await Table.UpdateEntityAsync(entity, entity.StoredETag()!, Cancel));

        var read = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Kind, "bad", Cancel));
        Assert.Contains("mcp-server bad", read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", read.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReplaceAsync(Record("bad") with { Version = entity.StoredETag() }, Cancel));
        Assert.False(await store.CreateAsync(Record("bad"), Cancel));
        Assert.True(await store.DeleteAsync(Kind, "bad", Cancel));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task Many_that_find_no_table_make_one()
    {
        await Parallel.ForAsync(0, 8, Cancel, async (n, cancel) => Assert.True(await CreateStore().CreateAsync(Record($"mcp-{n}"), cancel)));
        Assert.Equal(8, (await CreateStore().ListAsync(Kind, "sandbox", null, 10, Cancel)).Count);
    }
}
