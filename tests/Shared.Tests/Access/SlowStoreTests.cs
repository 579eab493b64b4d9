using System.Net;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

/// <summary>A store that answers, and takes its time: no within 5 seconds, however many questions there are, and nothing is sent.</summary>
public sealed class SlowStoreTests
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    // The clock moves while it is asked, and who asked gives up when its own time is over.
    private static void SlowDown(TestProduct product, TimeSpan answer) => product.Store.Before = (_, _, cancel) =>
    {
        for (var waited = TimeSpan.Zero; waited < answer; waited += TimeSpan.FromMilliseconds(100))
        {
            product.Time.Advance(TimeSpan.FromMilliseconds(100));
            cancel.ThrowIfCancellationRequested();
        }

        return Task.CompletedTask;
    };

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1.6)]
    public async Task However_many_questions_a_call_asks_a_slow_store_is_a_503_within_5_seconds(double seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.ClientAsync());
        var accessToken = await product.AccessTokenAsync(client, server);
        var token = await product.TokenAsync("""{"methods":["*"],"require_api_token_auth":true}""");
        SlowDown(product, TimeSpan.FromSeconds(seconds));
        var call = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_a_hashicorp_terraform_cloud_run","arguments":{"workspace_id":"{{{product.Sandbox.WorkspaceId("eu-frontend")}}}"} } }""";
        foreach (var request in new Func<Task<HttpResponseMessage>>[]
        {
            () => product.PostAsync(token, call, ("X-API-Key", (string)client["token"]!)),
            () => product.PostOAuthAsync(server, accessToken),
            () => product.RequestTokenAsync(client, (string)server["url"]!),
            () => product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", """{"name":"x"}"""),
        })
        {
            var asked = product.Time.GetUtcNow();
            using var answer = await request();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.InRange(product.Time.GetUtcNow() - asked, TimeSpan.FromSeconds(1), InTime);
        }

        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Method != "GET");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.1)]
    public async Task A_change_whose_intent_comes_too_late_is_not_sent_and_its_503_is_in_time(double seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"limits":{"calls_per_minute":9,"calls_total":9}}""");
        SlowDown(product, TimeSpan.FromSeconds(seconds));
        var asked = product.Time.GetUtcNow();
        var result = await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""");
        Assert.Equal((503, true), ((int)result.Answer()["error"]!["status"]!, (bool)result.Answer()["error"]!["retryable"]!));
        Assert.InRange(product.Time.GetUtcNow() - asked, TimeSpan.FromSeconds(1), InTime);
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Method != "GET");
    }

    [Fact]
    public async Task What_was_sent_has_an_allowance_of_its_own_for_its_outcome()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var arguments = $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""";
        await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", arguments);
        SlowDown(product, TimeSpan.FromSeconds(1.4));
        Assert.Null((await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", arguments)).Answer()["error"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(25)]
    public async Task A_revocation_takes_as_long_as_the_store_does(int seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        SlowDown(product, TimeSpan.FromSeconds(seconds));
        using var revoked = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        product.Store.Before = null;
        using var call = await product.PostAsync((string)minted["token"]!, "{}");
        Assert.Equal(HttpStatusCode.Gone, call.StatusCode);
    }
}
