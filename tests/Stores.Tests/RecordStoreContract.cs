using System.Text;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>What every <see cref="IRecordStore"/> does. A store's tests derive from it and say where the store is; the parts are conditions, listing, expiry and races.</summary>
[Trait("Contract", "RecordStore")]
public abstract partial class RecordStoreContract
{
    protected const RecordKind Kind = RecordKind.McpServer;

    /// <summary>A store over this test's own, at first empty, place. Asked twice in a test, it gives a second instance over the same place, as another process would have.</summary>
    protected abstract IRecordStore CreateStore();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static StoredRecord Record(string id, string owner = "sandbox", string content = "{}", RecordKind kind = Kind) =>
        new(kind, id, owner, Encoding.UTF8.GetBytes(content));

    protected static string Text(StoredRecord? record) => Encoding.UTF8.GetString(record!.Content.Span);

    protected static async Task<StoredRecord> CreatedAsync(IRecordStore store, StoredRecord record)
    {
        Assert.True(await store.CreateAsync(record, Cancel));
        var stored = await store.GetAsync(record.Kind, record.Id, Cancel);
        Assert.NotNull(stored);
        return stored;
    }

    [Fact]
    public async Task A_record_is_read_as_it_was_written()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1", "acme", """{"name":"x"}"""));
        Assert.Equal((Kind, "mcp-1", "acme", """{"name":"x"}"""), (stored.Kind, stored.Id, stored.Owner, Text(stored)));
        Assert.Null(stored.ExpiresAt);
        Assert.NotNull(stored.Version);
    }

    [Fact]
    public async Task A_write_is_seen_at_once_by_another_instance()
    {
        var (writer, reader) = (CreateStore(), CreateStore());
        Assert.Null(await reader.GetAsync(Kind, "mcp-1", Cancel));
        var stored = await CreatedAsync(writer, Record("mcp-1"));
        Assert.Equal(stored.Version, (await reader.GetAsync(Kind, "mcp-1", Cancel))!.Version);
        Assert.True(await writer.ReplaceAsync(stored with { Content = Encoding.UTF8.GetBytes("[2]") }, Cancel));
        Assert.Equal("[2]", Text(await reader.GetAsync(Kind, "mcp-1", Cancel)));
        Assert.True(await writer.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Null(await reader.GetAsync(Kind, "mcp-1", Cancel));
    }

    [Theory]
    [InlineData("""{"name":"Grüße, 世界 🌍 \u00e9 \" \\ \/"}""")]
    [InlineData("""{ "spaced" : [ 1.50, 1e3, -0.0 ],  "twice": 1, "twice": 2 }""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public async Task Content_comes_back_byte_for_byte(string content) =>
        Assert.Equal(content, Text(await CreatedAsync(CreateStore(), Record("mcp-1", content: content))));

    [Fact]
    public async Task Content_of_32_KiB_is_taken_and_more_is_refused()
    {
        var store = CreateStore();
        var largest = $"\"{new string('x', 32 * 1024 - 2)}\"";
        Assert.Equal(largest, Text(await CreatedAsync(store, Record("mcp-1", content: largest))));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(Record("mcp-2", content: $"\"{largest[1..^1]}x\""), Cancel));
        Assert.Null(await store.GetAsync(Kind, "mcp-2", Cancel));
    }

    [Fact]
    public async Task Kinds_do_not_mix()
    {
        var store = CreateStore();
        foreach (var kind in Enum.GetValues<RecordKind>().Where(kind => !RecordSeries.IsOne(kind)))
            await CreatedAsync(store, Record("same", "acme", $"\"{kind}\"", kind));
        Assert.True(await store.DeleteAsync(RecordKind.ApiToken, "same", Cancel));
        Assert.Null(await store.GetAsync(RecordKind.ApiToken, "same", Cancel));
        Assert.Equal("\"McpServer\"", Text(await store.GetAsync(RecordKind.McpServer, "same", Cancel)));
        Assert.Equal("\"IntegratedAccount\"", Text(Assert.Single(await store.ListAsync(RecordKind.IntegratedAccount, "acme", null, 10, Cancel))));
        Assert.Equal("\"McpRequest\"", Text(Assert.Single(await store.ListAsync(RecordKind.McpRequest, "acme", null, 10, Cancel))));
        Assert.Equal("\"IdentityRule\"", Text(Assert.Single(await store.ListAsync(RecordKind.IdentityRule, "acme", null, 10, Cancel))));
        Assert.Equal("\"AuditHead\"", Text(Assert.Single(await store.ListAsync(RecordKind.AuditHead, "acme", null, 10, Cancel))));
        Assert.Equal("\"ToolApproval\"", Text(await store.GetAsync(RecordKind.ToolApproval, "same", Cancel)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("X")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a.json")]
    [InlineData("ä")]
    [InlineData("a\0")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234x")]
    public async Task Ids_and_owners_of_another_form_are_argument_errors(string id)
    {
        var store = CreateStore();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.GetAsync(Kind, id, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(Record(id), Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(Record("mcp-1", owner: id), Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReplaceAsync(Record(id) with { Version = "1" }, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.DeleteAsync(Kind, id, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ListAsync(Kind, id, null, 10, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ListAsync(Kind, "sandbox", id, 10, Cancel));
    }

    [Fact]
    public async Task An_id_of_64_characters_is_taken() =>
        await CreatedAsync(CreateStore(), Record(new string('a', 64), new string('b', 64)));

    [Fact]
    public async Task A_cancelled_call_changes_nothing()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1"));
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetAsync(Kind, "mcp-1", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CreateAsync(Record("mcp-2"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReplaceAsync(stored with { Content = "[]"u8.ToArray() }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.DeleteAsync(Kind, "mcp-1", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListAsync(Kind, "sandbox", null, 10, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.DeleteExpiredAsync(DateTimeOffset.MaxValue, cancelled));
        Assert.Equal(stored.Version, Assert.Single(await store.ListAsync(Kind, "sandbox", null, 10, Cancel)).Version);
    }
}
