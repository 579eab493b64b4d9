using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Calls;

/// <summary>What a model reads, in good times and bad.</summary>
public sealed class ToolCallTests
{
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string GetWorkspace = "get_single_hashicorp_terraform_cloud_workspace_by_id";

    [Fact]
    public async Task Content_is_one_minified_text()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(),
            Call("""{"page_size":2}"""));
        var bytes = await answer.Content.ReadAsStringAsync();
        var result = JsonNode.Parse(bytes)!["result"]!;

        Assert.Equal(result.Answer().ToJsonString(Compact), (string)result["content"]![0]!["text"]!);
        Assert.Equal(2, result.Answer()["items"]!.AsArray().Count);
        Assert.Null(result["structuredContent"]);
        Assert.DoesNotContain("\\u0022", bytes, StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.GetValues("ratelimit-limit"));
    }

    [Fact]
    public async Task A_cursor_alone_gives_the_next_page_until_there_is_none_and_no_row_twice()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var seen = new List<string>();
        var arguments = """{"page_size":7}""";
        JsonNode page;
        do
        {
            page = (await product.CallAsync(token, ListWorkspaces, arguments)).Answer();
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            arguments = $$"""{"cursor":"{{page["next_cursor"]}}"}""";
        }
        while (page["next_cursor"] is not null);

        Assert.Equal((int)page["total_count"]!, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(seen.Count > 7);
    }

    [Theory]
    [InlineData("""{"cursor":"garbage"}""", "cursor")]
    [InlineData("""{"page_size":-1}""", "page_size")]
    [InlineData("""{"page_size":"many"}""", "page_size")]
    [InlineData("""{"organization_name":"../../admin"}""", "organization_name")]
    [InlineData("""{"organisation":"x"}""", "organisation")]
    [InlineData("""{"fields":"[name"}""", "fields")]
    public async Task Bad_arguments_are_named_and_nothing_is_sent(string arguments, string name)
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(), ListWorkspaces, arguments);

        Assert.True((bool)result["isError"]!);
        Assert.StartsWith(name + " ", (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Theory]
    [InlineData("../organizations")]
    [InlineData("ws-1/../../runs")]
    [InlineData("ws-%2e%2e%2f")]
    [InlineData("ws-a?x=1")]
    [InlineData("ws-a#b")]
    [InlineData("run-AAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task An_id_that_is_none_never_reaches_the_upstream(string id)
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(), GetWorkspace, $$"""{"workspace_id":"{{id}}"}""");
        Assert.True((bool)result["isError"]!);
        Assert.Contains("workspace_id takes", (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task A_429_is_told_in_headers_and_body_and_is_sent_exactly_once()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/workspaces").Status(429)
            .Body("""{"errors":[{"detail":"You have exceeded the API's rate limit.","status":429,"title":"Too many requests"}]}""")
            .Header("x-ratelimit-limit", "30").Header("x-ratelimit-remaining", "0").Header("x-ratelimit-reset", "0.4");

        using var answer = await product.PostAsync(await product.TokenAsync(),
            Call("{}"));
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!.Answer()["error"]!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["30", "0", "1", "1"], new[] { "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after" }.Select(name => answer.Headers.GetValues(name).Single()));
        Assert.Equal((429, 1, true), ((int)error["status"]!, (int)error["retry_after_seconds"]!, (bool)error["retryable"]!));
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task The_sandboxes_own_limit_of_30_run_lists_a_minute_is_told_the_same_way()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"tags":["*"]}""");
        JsonNode result = null!;
        for (var i = 0; i < 31; i++)
        {
            product.Time.Advance(TimeSpan.FromMilliseconds(100));
            result = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_organization_runs", """{"organization_name":"acme-corp"}""");
        }

        Assert.Equal(429, (int)result.Answer()["error"]!["status"]!);
        Assert.InRange((int)result.Answer()["error"]!["retry_after_seconds"]!, 1, 60);
        Assert.Equal(31, product.Sandbox.Requests.ToList().Count);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("malformed")]
    [InlineData("cut")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("redirect")]
    public async Task An_upstream_that_fails_is_an_error_the_model_can_act_on(string how)
    {
        await using var product = await TestProduct.StartAsync();
        var fault = product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/workspaces");
        switch (how)
        {
            case "html": fault.Body("<html><body>Bad gateway</body></html>", "text/html"); break;
            case "malformed": fault.Body("{\"data\":[{\"id\":", "application/vnd.api+json"); break;
            case "cut": fault.Cut(); break;
            case "500": fault.Status(500); break;
            case "503": fault.Status(503); break;
            case "redirect": fault.Status(302).Header("Location", "https://evil.example.com/"); break;
        }

        var result = await product.CallAsync(await product.TokenAsync(), ListWorkspaces);
        var error = result.Answer()["error"]!;

        Assert.True((bool)result["isError"]!);
        Assert.False(string.IsNullOrEmpty((string?)error["title"]), error.ToJsonString());
        Assert.NotNull(error["retryable"]);
        Assert.DoesNotContain("<html", error.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task An_upstream_that_is_too_slow_is_told_and_a_change_that_timed_out_may_have_happened()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("POST", "/api/v2/runs").Delay(TimeSpan.FromMinutes(5));
        var token = await product.TokenAsync("""{"methods":["*"]}""");

        var call = product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""");
        // Once it is asked: before that, the clock would run out for the store or for the connection, and nothing would be sent.
        await product.WhenAskedAsync("/runs", 1);
        product.Time.Advance(TimeSpan.FromSeconds(30));
        var error = (await call).Answer()["error"]!;

        Assert.False((bool)error["retryable"]!);
        Assert.Contains("may have", error.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_without_the_secret_names_the_account_and_not_the_secret()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        foreach (var isDown in new[] { false, true })
        {
            (product.Credentials.Token, product.Credentials.IsDown) = (null, isDown);
            var error = (await product.CallAsync(token, ListWorkspaces)).Answer()["error"]!;
            Assert.Contains($"account {TestProduct.Account} ", (string)error["detail"]!, StringComparison.Ordinal);
        }

        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task A_token_rotated_behind_the_cache_is_read_again_once_after_a_401()
    {
        await using var product = await TestProduct.StartAsync();
        product.Credentials.Cached = "stale.atlasv1.token";
        var result = await product.CallAsync(await product.TokenAsync(), ListWorkspaces);
        Assert.False((bool)result["isError"]!);
        Assert.Equal(2, product.Sandbox.Requests.ToList().Count);
    }

    [Fact]
    public async Task A_refused_token_is_not_sent_again()
    {
        await using var product = await TestProduct.StartAsync();
        product.Credentials.Token = "wrong.atlasv1.token";
        var result = await product.CallAsync(await product.TokenAsync(), ListWorkspaces);
        Assert.Equal(401, (int)result.Answer()["error"]!["status"]!);
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task Fields_choose_what_is_answered()
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(), ListWorkspaces, """{"page_size":1,"fields":["name","locked"]}""");
        Assert.Equal(["id", "locked", "name"], result.Answer()["items"]![0]!.AsObject().Select(member => member.Key).Order());
    }

    [Fact]
    public async Task Each_call_is_one_audit_line_with_ids_and_outcome_and_without_values()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA","message":"words\nof mine"}""");
        await product.AskAsync(token, "tools/call", """{"name":"no\nsuch","arguments":{}}""");

        var lines = product.Logs.Of("ServerlessMcp.Audit");
        var calls = lines.Select(line => JsonNode.Parse(line)!).Where(entry => (string)entry["event"]! == "tool_call").ToList();

        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
        Assert.Equal(["upstream_error", "unknown_tool"], calls.Select(call => (string)call["outcome"]!));
        Assert.Equal("ws-AAAAAAAAAAAAAAAA", (string)calls[0]["arguments"]!["workspace_id"]!);
        Assert.Equal(404, (int)calls[0]["upstream_status"]!);
        Assert.DoesNotContain("words", calls[0].ToJsonString(), StringComparison.Ordinal);
    }

    private static string Call(string arguments) =>
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + ListWorkspaces + "\",\"arguments\":" + arguments + "}}";

    private static readonly System.Text.Json.JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
