using System.Text;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>Create if absent, replace if unchanged, delete if there.</summary>
public abstract partial class RecordStoreContract
{
    protected static StoredRecord With(StoredRecord record, string content) => record with { Content = Encoding.UTF8.GetBytes(content) };

    [Fact]
    public async Task Creating_twice_is_false_and_the_first_stays()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1", "acme", "1"));
        Assert.False(await store.CreateAsync(Record("mcp-1", "acme", "2"), Cancel));
        Assert.Equal("1", Text(await store.GetAsync(Kind, "mcp-1", Cancel)));
    }

    [Fact]
    public async Task An_id_is_taken_whoever_owns_it()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1", "acme", "1"));
        Assert.False(await store.CreateAsync(Record("mcp-1", "beta", "2"), Cancel));
        Assert.Equal("acme", (await store.GetAsync(Kind, "mcp-1", Cancel))!.Owner);
        Assert.Empty(await store.ListAsync(Kind, "beta", null, 10, Cancel));
    }

    [Fact]
    public async Task Replacing_gives_a_new_version_and_makes_the_old_one_stale()
    {
        var store = CreateStore();
        var first = await CreatedAsync(store, Record("mcp-1", content: "1"));
        Assert.True(await store.ReplaceAsync(With(first, "2"), Cancel));
        var second = await store.GetAsync(Kind, "mcp-1", Cancel);
        Assert.NotEqual(first.Version, second!.Version);
        Assert.False(await store.ReplaceAsync(With(first, "3"), Cancel));
        Assert.Equal("2", Text(await store.GetAsync(Kind, "mcp-1", Cancel)));
        Assert.True(await store.ReplaceAsync(With(second, "3"), Cancel));
    }

    [Fact]
    public async Task A_version_never_comes_back()
    {
        var store = CreateStore();
        var first = await CreatedAsync(store, Record("mcp-1", content: "1"));
        Assert.True(await store.ReplaceAsync(first, Cancel));
        Assert.False(await store.ReplaceAsync(With(first, "2"), Cancel));

        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        await CreatedAsync(store, Record("mcp-1", content: "1"));
        Assert.False(await store.ReplaceAsync(With(first, "2"), Cancel));
    }

    [Fact]
    public async Task Replacing_a_deleted_record_is_false_and_never_brings_it_back()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1"));
        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.False(await store.ReplaceAsync(stored, Cancel));
        Assert.Null(await store.GetAsync(Kind, "mcp-1", Cancel));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task Replacing_what_never_was_is_false()
    {
        var store = CreateStore();
        Assert.False(await store.ReplaceAsync(Record("mcp-1") with { Version = "1" }, Cancel));
        Assert.Null(await store.GetAsync(Kind, "mcp-1", Cancel));
    }

    [Fact]
    public async Task Replacing_without_a_version_is_an_argument_error()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ReplaceAsync(Record("mcp-1"), Cancel));
    }

    [Fact]
    public async Task Deleting_is_true_once()
    {
        var store = CreateStore();
        Assert.False(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        await CreatedAsync(store, Record("mcp-1"));
        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.False(await store.DeleteAsync(Kind, "mcp-1", Cancel));
    }

    [Fact]
    public async Task A_deleted_id_can_be_created_again_even_for_another_owner()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1", "acme", "1"));
        await store.DeleteAsync(Kind, "mcp-1", Cancel);
        var again = await CreatedAsync(store, Record("mcp-1", "beta", "2"));
        Assert.Equal(("beta", "2"), (again.Owner, Text(again)));
        Assert.Empty(await store.ListAsync(Kind, "acme", null, 10, Cancel));
        Assert.Single(await store.ListAsync(Kind, "beta", null, 10, Cancel));
    }
}
