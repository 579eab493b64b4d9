using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Lambda.Records;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>Whatever DynamoDB fails with, the store can't answer: 503, never a stale yes and never "no such record".</summary>
public sealed class DynamoDbOutageTests
{
    private static DynamoDbRecordStore Over(IAmazonDynamoDB client) => new(new Lazy<IAmazonDynamoDB>(() => client), "table", TimeProvider.System);

    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(400, "AccessDeniedException")]
    [InlineData(400, "ResourceNotFoundException")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(502, null)]
    [InlineData(200, null)]
    public async Task Throttling_refusals_and_nonsense(int status, string? error)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/x-amz-json-1.0";
            await context.Response.WriteAsync(error is null ? "<html>" : $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{error}}","message":"the arn:aws:secret-thing"}""");
        });
        using var client = DynamoDbTable.Client(server.Address);
        await DynamoDbRecordStoreTests.AssertUnavailableAsync(Over(client));
        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => Over(client).GetAsync(RecordKind.McpServer, "mcp-1", TestContext.Current.CancellationToken));
        Assert.DoesNotContain("secret-thing", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("mcp-server mcp-1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        using var client = DynamoDbTable.Client(server.Address);
        await DynamoDbRecordStoreTests.AssertUnavailableAsync(Over(client));
    }

    [Fact]
    public async Task The_connection_is_cut()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = DynamoDbTable.Client(server.Address);
        await DynamoDbRecordStoreTests.AssertUnavailableAsync(Over(client));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var client = DynamoDbTable.Client(server.Address);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waiting = Over(client).GetAsync(RecordKind.McpServer, "mcp-1", cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
