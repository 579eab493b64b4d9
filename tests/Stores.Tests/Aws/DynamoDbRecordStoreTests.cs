using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using ServerlessMcp.Lambda.Records;
using ServerlessMcp.Records;

[assembly: AssemblyFixture(typeof(Dynoxide))]

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>The contract over DynamoDB, and what is this store's own.</summary>
[Trait("Store", "dynamodb")]
public sealed class DynamoDbRecordStoreTests(Dynoxide dynoxide) : RecordStoreContract, IAsyncLifetime
{
    private readonly string name = $"t{Path.GetRandomFileName()}";
    private AmazonDynamoDBClient shared = null!;

    protected override bool ExpiresByItself => true;

    public async ValueTask InitializeAsync()
    {
        shared = DynamoDbTable.Client(dynoxide.Address);
        await DynamoDbTable.CreateAsync(shared, name, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (shared is not null)
        {
            await shared.DeleteTableAsync(name, CancellationToken.None);
            shared.Dispose();
        }
    }

    protected override IRecordStore CreateStore() => Over(shared, name);

    private static DynamoDbRecordStore Over(IAmazonDynamoDB client, string table) => new(new Lazy<IAmazonDynamoDB>(() => client), table, TimeProvider.System);

    private async Task<Dictionary<string, AttributeValue>> ItemAsync(string id, string? partition = null) =>
        (await shared.GetItemAsync(name, new() { ["kind"] = new(partition ?? $"mcp-server/{id}"), ["id"] = new(id) }, true, Cancel)).Item;

    [Fact]
    public async Task A_record_and_its_copy_have_the_TTL_attribute_in_whole_seconds_rounded_up()
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(1_785_585_600).AddMilliseconds(1);
        await CreatedAsync(CreateStore(), Record("mcp-1", "acme", """{"name":"x"}""") with { ExpiresAt = time });
        var item = await ItemAsync("mcp-1");
        Assert.Equal(["content", "expires_at", "expires_at_epoch", "id", "kind", "owner", "version"], item.Keys.Order());
        Assert.Equal("1785585601", item["expires_at_epoch"].N);
        Assert.Equal("acme", item["owner"].S);
        Assert.Equal("""{"name":"x"}""", item["content"].S);
        Assert.Matches("^[0-9a-f]{32}$", item["version"].S);
        var copy = await ItemAsync("mcp-1", "mcp-server-of/acme");
        Assert.Equal(item.Where(member => member.Key != "kind").Select(member => (member.Key, member.Value.S, member.Value.N)).Order(), copy.Where(member => member.Key != "kind").Select(member => (member.Key, member.Value.S, member.Value.N)).Order());
        Assert.Equal(2, (await shared.ScanAsync(new ScanRequest(name), Cancel)).Count);
    }

    [Fact]
    public async Task A_record_that_never_expires_has_no_TTL_attribute_also_after_a_change()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1") with { ExpiresAt = DateTimeOffset.UnixEpoch });
        Assert.True(await store.ReplaceAsync(stored with { ExpiresAt = null }, Cancel));
        Assert.DoesNotContain("expires_at_epoch", (await ItemAsync("mcp-1")).Keys);
    }

    [Fact]
    public async Task A_record_keeps_its_owner()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1", "acme"));
        Assert.False(await store.ReplaceAsync(stored with { Owner = "beta" }, Cancel));
        Assert.Equal("acme", (await store.GetAsync(Kind, "mcp-1", Cancel))!.Owner);
    }

    [Fact]
    public async Task A_page_larger_than_the_1_MB_of_one_answer_comes_whole()
    {
        var store = CreateStore();
        var content = $"\"{new string('x', 30_000)}\"";
        for (var n = 0; n < 50; n++)
        {
            Assert.True(await store.CreateAsync(Record($"mcp-{n:d2}", content: content), Cancel));
        }

        var page = await store.ListAsync(Kind, "sandbox", null, 48, Cancel);
        Assert.Equal(Enumerable.Range(0, 48).Select(n => $"mcp-{n:d2}"), page.Select(record => record.Id));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("version")]
    public async Task An_item_that_is_no_record_is_a_store_that_can_not_answer_until_it_is_deleted(string attribute)
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("bad", content: "\"secret-content\""));
        var item = await ItemAsync("bad");
        var copy = await ItemAsync("bad", "mcp-server-of/sandbox");
        item[attribute] = copy[attribute] = new AttributeValue { N = "7" };
        await shared.PutItemAsync(name, item, Cancel);
        await shared.PutItemAsync(name, copy, Cancel);

        var read = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Kind, "bad", Cancel));
        Assert.Contains("mcp-server bad", read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", read.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.True(await store.DeleteAsync(Kind, "bad", Cancel));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
    }

    // Whoever writes into the table by hand can hide whose copy it is: the record is revoked all the same.
    [Fact]
    public async Task A_record_without_an_owner_is_revoked_and_its_copy_stays()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("bad"));
        var item = await ItemAsync("bad");
        item.Remove("owner");
        await shared.PutItemAsync(name, item, Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Kind, "bad", Cancel));
        Assert.True(await store.DeleteAsync(Kind, "bad", Cancel));
        Assert.Null(await store.GetAsync(Kind, "bad", Cancel));
        Assert.Equal(["bad"], await store.ListIdsAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task A_counter_is_in_a_partition_of_its_own_and_in_no_list()
    {
        var store = CreateStore();
        Assert.True(await store.TakeAsync("mcp-1", "mcp-1-7", 2, null, Cancel));
        Assert.NotEmpty(await ItemAsync("mcp-1-7", "call-count/mcp-1-7"));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ListAsync(RecordKind.CallCount, "mcp-1", null, 10, Cancel));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_and_that_the_SDK_repeats_counts_once_and_as_done()
    {
        using var client = DynamoDbTable.Client(dynoxide.Address, new LosesEveryFirstAnswer());
        var store = Over(client, name);
        Assert.True(await store.CreateAsync(Record("mcp-1"), Cancel));
        Assert.False(await CreateStore().CreateAsync(Record("mcp-1"), Cancel));
        var stored = await CreateStore().GetAsync(Kind, "mcp-1", Cancel);
        Assert.True(await store.ReplaceAsync(With(stored!, "[2]"), Cancel));
        Assert.False(await store.ReplaceAsync(With(stored!, "[3]"), Cancel));
        Assert.Equal("[2]", Text(await CreateStore().GetAsync(Kind, "mcp-1", Cancel)));
    }

    [Fact]
    public async Task A_take_whose_answer_was_lost_and_that_the_SDK_repeats_counts_once()
    {
        using var client = DynamoDbTable.Client(dynoxide.Address, new LosesEveryFirstAnswer());
        var store = Over(client, name);
        Assert.True(await store.TakeAsync("mcp-1", "mcp-1-7", 2, null, Cancel));
        Assert.True(await store.TakeAsync("mcp-1", "mcp-1-7", 2, null, Cancel));
        Assert.False(await store.TakeAsync("mcp-1", "mcp-1-7", 2, null, Cancel));
    }

    [Fact]
    public async Task A_table_that_is_missing_is_a_store_that_can_not_answer() => await AssertUnavailableAsync(Over(shared, "no-such-table"));

    [Fact]
    public async Task Making_a_store_makes_no_client()
    {
        var store = new DynamoDbRecordStore(new Lazy<IAmazonDynamoDB>(() => throw new InvalidOperationException("made")), name, TimeProvider.System);
        Assert.Equal(0, await store.DeleteExpiredAsync(DateTimeOffset.MaxValue, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.GetAsync(Kind, "mcp-1", Cancel));
    }

    internal static async Task AssertUnavailableAsync(DynamoDbRecordStore store)
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Kind, "mcp-1", Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateAsync(Record("mcp-1"), Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReplaceAsync(Record("mcp-1") with { Version = "1" }, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.DeleteAsync(Kind, "mcp-1", Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.TakeAsync("mcp-1", "mcp-1-7", 10, null, Cancel));
    }

    /// <summary>Lets every other request through and then cuts the connection instead of handing on its answer.</summary>
    private sealed class LosesEveryFirstAnswer : HttpClientFactory
    {
        // The SDK keeps one for each client, and disposes it.
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler { InnerHandler = new SocketsHttpHandler() });

        private sealed class Handler : DelegatingHandler
        {
            private int requests;

            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (Interlocked.Increment(ref requests) % 2 == 0 || answer.StatusCode != HttpStatusCode.OK)
                {
                    return answer;
                }

                answer.Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
            }
        }
    }
}
