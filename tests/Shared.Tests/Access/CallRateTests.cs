using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

public sealed class CallRateTests
{
    private const string Tool = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string Call = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{Tool}}}","arguments":{} }}""";

    [Fact]
    public async Task Of_200_parallel_calls_on_a_limit_of_50_exactly_50_are_let_through()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_per_minute":50}}""");

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => product.CallAsync(token, Tool))));

        Assert.Equal(50, results.Count(result => result.Answer()["error"]?["title"]?.ToString() != "too many calls"));
    }

    [Fact]
    public async Task A_call_over_the_limit_tells_the_model_when_to_come_again_and_the_client_in_headers()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_per_minute":1}}""");
        product.Time.Advance(TimeSpan.FromSeconds(15));
        await product.CallAsync(token, Tool);

        using var answer = await product.PostAsync(token, Call);
        var result = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!;
        var error = result.Answer()["error"]!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((bool)result["isError"]!);
        Assert.Equal((429, "too many calls", true, 45), ((int)error["status"]!, (string)error["title"]!, (bool)error["retryable"]!, (int)error["retry_after_seconds"]!));
        Assert.Equal("This MCP URL may make 1 call a minute, and it is made. Nothing was sent.", (string)error["detail"]!);
        Assert.Equal(["1", "0", "45", "45"], new[] { "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after" }.Select(name => Assert.Single(answer.Headers.GetValues(name))));
        Assert.Contains("\"outcome\":\"limited\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);

        product.Time.Advance(TimeSpan.FromSeconds(45));
        Assert.Null((await product.CallAsync(token, Tool)).Answer()["error"]);
    }

    [Fact]
    public async Task A_total_is_used_up_for_good_and_a_longer_life_does_not_begin_it_anew()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"limits":{"calls_total":2}}""");
        var token = (string)minted["token"]!;
        await product.CallAsync(token, Tool);
        await product.CallAsync(token, Tool);
        using var _ = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}", """{"expires_at":"2026-01-01T20:00:00Z"}""");
        product.Time.Advance(TimeSpan.FromHours(12));

        using var answer = await product.PostAsync(token, Call);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!.Answer()["error"]!;

        Assert.Equal((429, false), ((int)error["status"]!, (bool)error["retryable"]!));
        Assert.Null(error["retry_after_seconds"]);
        Assert.False(answer.Headers.Contains("retry-after"));
    }

    [Fact]
    public async Task A_call_that_its_minute_refuses_costs_nothing_of_the_total()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_per_minute":1,"calls_total":2}}""");
        foreach (var expected in new[] { true, false, false })
        {
            Assert.Equal(expected, (await product.CallAsync(token, Tool)).Answer()["error"] is null);
        }

        product.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await product.CallAsync(token, Tool)).Answer()["error"]);
    }

    [Fact]
    public async Task An_accounts_limit_holds_for_all_its_urls_together_and_for_no_other_account()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"limits":{"calls_per_minute":3}}""");
        await product.ConnectAsync("other");
        var (one, two, other) = (await product.TokenAsync(), await product.TokenAsync(), await product.TokenAsync(account: "other"));
        var let = 0;
        for (var i = 0; i < 4; i++)
        {
            let += (await product.CallAsync(i % 2 == 0 ? one : two, Tool)).Answer()["error"] is null ? 1 : 0;
        }

        Assert.Equal(3, let);
        Assert.Null((await product.CallAsync(other, Tool)).Answer()["error"]);
        Assert.Contains("Account sandbox", (await product.CallAsync(one, Tool)).Answer()["error"]!["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_tools_costs_nothing_and_a_tool_that_is_not_there_costs_a_call()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_per_minute":1}}""");
        for (var i = 0; i < 5; i++)
        {
            Assert.Null((await product.AskAsync(token, "tools/list"))["error"]);
        }

        Assert.NotNull((await product.AskAsync(token, "tools/call", """{"name":"no_such_tool","arguments":{}}"""))["error"]);
        Assert.Equal("too many calls", (string)(await product.CallAsync(token, Tool)).Answer()["error"]!["title"]!);
    }

    [Fact]
    public async Task A_call_that_the_store_can_not_count_is_a_503_and_not_made()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_per_minute":50}}""");
        product.Store.IsDownFor = kind => kind == RecordKind.CallCount;

        using var answer = await product.PostAsync(token, Call);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.DoesNotContain("payment-gateway", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_limit_no_call_is_counted()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.CallCount;
        Assert.Null((await product.CallAsync(token, Tool)).Answer()["error"]);
    }

    [Theory]
    [InlineData("""{"calls_per_minute":0}""", "/config/limits/calls_per_minute")]
    [InlineData("""{"calls_per_minute":1.5}""", "/config/limits/calls_per_minute")]
    [InlineData("""{"calls_total":"5"}""", "/config/limits/calls_total")]
    [InlineData("""{"calls_per_second":5}""", "/config/limits/calls_per_second")]
    [InlineData("5", "/config/limits")]
    public async Task A_limit_that_is_none_is_a_422(string limits, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$$"""{"name":"x","config":{"limits":{{{limits}}}}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, pointer), (answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]!));
    }

    [Fact]
    public async Task A_change_keeps_the_limits_that_do_not_come_and_null_takes_them_off()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"limits":{"calls_per_minute":5,"calls_total":9}}""");
        async Task<string> PatchAsync(string config)
        {
            using var answer = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}", $$"""{"config":{{config}}}""");
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["config"]!["limits"]?.ToJsonString() ?? "null";
        }

        Assert.Equal("""{"calls_per_minute":5,"calls_total":9}""", await PatchAsync("""{"tool_names":"short"}"""));
        Assert.Equal("""{"calls_per_minute":7,"calls_total":9}""", await PatchAsync("""{"limits":{"calls_per_minute":7}}"""));
        Assert.Equal("""{"calls_per_minute":7}""", await PatchAsync("""{"limits":{"calls_total":null}}"""));
        Assert.Equal("null", await PatchAsync("""{"limits":null}"""));
    }
}
