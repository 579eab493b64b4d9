using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>A table that can't tell is a store that can't answer: never "no such record", never a second write.</summary>
[Trait("Store", "tables")]
public sealed class TablesRecordStoreFailureTests
{
    private const RecordKind Kind = RecordKind.McpServer;
    private const string Throttled = """{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"secret-content"}}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StoredRecord Record => new(Kind, "mcp-1", "acme", Encoding.UTF8.GetBytes("{}")) { Version = "W/\"1\"" };

    private static TablesRecordStore Store(Answers answers, TimeSpan? timeout = null) => new(
        new TablesOptions
        {
            Endpoint = new Uri("http://127.0.0.1:1/devstoreaccount1"),
            EmulatorKey = Azurite.Key,
            Transport = new HttpClientTransport(answers),
            NetworkTimeout = timeout ?? TimeSpan.FromMinutes(1),
        },
        TimeProvider.System);

    private static readonly (string Name, Func<TablesRecordStore, Task> Ask)[] Questions =
    [
        ("read mcp-server mcp-1", store => store.GetAsync(Kind, "mcp-1", Cancel)),
        ("create mcp-server mcp-1", store => store.CreateAsync(Record, Cancel)),
        ("replace mcp-server mcp-1", store => store.ReplaceAsync(Record, Cancel)),
        ("delete mcp-server mcp-1", store => store.DeleteAsync(Kind, "mcp-1", Cancel)),
        ("list mcp-server acme", store => store.ListAsync(Kind, "acme", null, 10, Cancel)),
        ("sweep", store => store.DeleteExpiredAsync(DateTimeOffset.UnixEpoch, Cancel)),
    ];

    [Theory]
    [InlineData(503, Throttled, "503 ServerBusy")]
    [InlineData(429, "", "429")]
    [InlineData(500, "<html>", "500")]
    [InlineData(403, """{"odata.error":{"code":"AuthorizationFailure"}}""", "403 AuthorizationFailure")]
    [InlineData(401, "", "401")]
    [InlineData(404, "<html>Nothing here, says a proxy</html>", "404")]
    [InlineData(404, """{"odata.error":{"code":"AccountNotFound"}}""", "404 AccountNotFound")]
    [InlineData(302, "", "302")]
    [InlineData(200, "<html>", "unreadable")]
    [InlineData(200, "{}", "unreadable")]
    public async Task An_answer_that_is_none_is_a_store_that_can_not_answer(int status, string body, string told)
    {
        foreach (var (name, ask) in Questions.Where(question => status != 200 || question.Name[0] is 'r' or 'l'))
        {
            var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => ask(Store(new Answers(() => (status, body)))));
            Assert.Contains(told, thrown.Message, StringComparison.Ordinal);
            Assert.Contains(name, thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-content", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_connection_is_a_store_that_can_not_answer()
    {
        foreach (var (_, ask) in Questions)
        {
            var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => ask(Store(new Answers(() => throw new HttpRequestException("No.")))));
            Assert.Contains("reached", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silent_table_is_a_store_that_can_not_answer()
    {
        foreach (var (_, ask) in Questions)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => ask(Store(new Answers(() => (0, "")), TimeSpan.FromMilliseconds(50))));
    }

    [Fact]
    public async Task A_caller_that_leaves_a_silent_table_is_cancelled()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var waiting = Store(new Answers(() => (0, ""))).GetAsync(Kind, "mcp-1", leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_read_is_tried_once_more_and_a_write_never()
    {
        foreach (var (name, ask) in Questions)
        {
            var answers = new Answers(() => (500, ""));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => ask(Store(answers)));
            Assert.Equal(name.StartsWith("create", StringComparison.Ordinal) ? ["POST"] : ["GET", "GET"], answers.Methods);
        }

        var update = new Answers(() => (500, ""));
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => TableOf(update).UpdateEntityAsync(new TableEntity("p", "r"), "1", Cancel));
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => TableOf(update).DeleteEntityAsync("p", "r", Cancel));
        Assert.Equal(["PUT", "DELETE"], update.Methods);
    }

    [Fact]
    public async Task Only_the_service_says_that_a_row_is_gone()
    {
        var gone = TableOf(new Answers(() => (404, """{"odata.error":{"code":"ResourceNotFound"}}""")));
        Assert.False(await gone.UpdateEntityAsync(new TableEntity("p", "r"), "1", Cancel));
        Assert.False(await gone.DeleteEntityAsync("p", "r", Cancel));
        var proxy = TableOf(new Answers(() => (404, "<html>Nothing here</html>")));
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => proxy.UpdateEntityAsync(new TableEntity("p", "r"), "1", Cancel));
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => proxy.DeleteEntityAsync("p", "r", Cancel));
    }

    [Theory]
    [InlineData("""{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","Owner":7,"Mark":"m","ExpiryMark":"e"}""")]
    [InlineData("""{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","Owner":"acme","Mark":"m","ExpiryMark":"e","Content@odata.type":"Edm.Binary","Content":"?"}""")]
    [InlineData("""{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","Timestamp@odata.type":"Edm.DateTime","Timestamp":"then"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""{"value":7}""")]
    [InlineData("""{"value":[7]}""")]
    public async Task A_row_of_another_form_is_unreadable(string body)
    {
        foreach (var (name, ask) in Questions.Where(question => question.Name[0] is 'r' or 'l'))
        {
            var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => ask(Store(new Answers(() => (200, body)))));
            Assert.Contains("readable", thrown.Message, StringComparison.Ordinal);
            Assert.Contains("mcp-server", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_that_says_when_to_come_back_is_not_asked_before()
    {
        var answers = new Answers(() => (503, Throttled)) { RetryAfter = "10" };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store(answers).GetAsync(Kind, "mcp-1", Cancel));
        Assert.Equal(["GET"], answers.Methods);
    }

    [Fact]
    public void A_key_is_for_an_emulator_on_this_machine_only()
    {
        var options = new TablesOptions { Endpoint = new Uri("https://acme.table.core.windows.net"), EmulatorKey = Azurite.Key };
        Assert.Throws<InvalidOperationException>(() => options.Connect());
    }

    private static RecordTable TableOf(Answers answers) => new TablesOptions
    {
        Endpoint = new Uri("http://127.0.0.1:1/devstoreaccount1"),
        EmulatorKey = Azurite.Key,
        Transport = new HttpClientTransport(answers),
    }.Connect();

    /// <summary>Gives the same answer to everything; status 0 is none at all.</summary>
    private sealed class Answers(Func<(int Status, string Body)> answer) : HttpMessageHandler
    {
        public List<string> Methods { get; } = [];

        public string? RetryAfter { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Methods.Add(request.Method.Method);
            var (status, body) = answer();
            if (status == 0)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
            if (RetryAfter is not null)
                response.Headers.Add("Retry-After", RetryAfter);
            return response;
        }
    }
}
