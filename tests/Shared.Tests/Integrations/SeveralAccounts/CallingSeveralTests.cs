using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Tests.Integrations.SeveralAccounts.TwoAccounts;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>A URL of two accounts at work: each tool is its own account's, and goes with it.</summary>
public sealed class CallingSeveralTests
{
    [Fact]
    public async Task It_lists_and_calls_the_tools_of_both_and_each_call_is_noted_at_its_account()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync(Both);
        var token = (string)minted["token"]!;
        Assert.Subset((await product.ToolsAsync(token)).ToHashSet(), new HashSet<string>([ReadsWorkspaces, "clock_now", "clock_alarm_set"]));
        Assert.NotNull((await product.CallAsync(token, ReadsWorkspaces)).Answer()["items"]);
        Assert.StartsWith("2026-", (string)(await product.CallAsync(token, "clock_now")).Answer()["now"]!, StringComparison.Ordinal);
        await product.CallAsync(token, "mcp__plugin__clock_alarm_set", """{"at":"07:30"}""");
        var trail = JsonNode.Parse((await product.AnswerAsync(HttpMethod.Get, $"/integrated-account/{Home}/mcp/{minted["id"]}/audit")).Text)!["result"]!.AsArray();
        Assert.Equal(
            [$"{ReadsWorkspaces} sandbox", "clock_now wall", "clock_alarm_set wall", "clock_alarm_set wall"],
            trail.OrderBy(entry => (int)entry!["sequence"]!).Select(entry => $"{entry!["tool"]} {entry["account"]}"));
        Assert.Equal([null, Home, Home, Home], trail.OrderBy(entry => (int)entry!["sequence"]!).Select(entry => (string?)entry!["minted_under"]));

        // The trail is that of the URL's own account, also when nothing but the trail is left.
        minted = await product.MintAsync(Both);
        await product.CallAsync((string)minted["token"]!, "clock_now");
        foreach (var kind in new[] { RecordKind.McpServer, RecordKind.AuditHead })
            product.Store.Tamper(kind, (string)minted["id"]!, _ => null);
        Assert.Equal((404, 200), ((await product.AnswerAsync(HttpMethod.Get, $"/integrated-account/{Wall}/mcp/{minted["id"]}/audit")).Status,
            (await product.AnswerAsync(HttpMethod.Get, $"/integrated-account/{Home}/mcp/{minted["id"]}/audit")).Status));
    }

    [Fact]
    public async Task A_call_reads_the_records_it_needs_and_a_URL_of_one_account_what_it_always_did()
    {
        await using var product = await StartAsync();
        var (one, both) = (await product.TokenAsync("""{"methods":["*"],"listing":"all"}"""), await product.TokenAsync(Both));
        const string Least = "IntegratedAccount:1 McpServer:1", More = "IntegratedAccount:2 McpServer:1";
        foreach (var (token, method, parameters, reads) in new[]
        {
            (one, "tools/list", "{}", Least), (one, "tools/call", Call(ReadsWorkspaces), Least), (one, "tools/call", Call("clock_now"), Least), (one, "ping", "{}", Least),
            (both, "tools/list", "{}", More), (both, "prompts/list", "{}", More), (both, "ping", "{}", Least), (both, "tools/call", Call("clock_now"), More),
            (both, "tools/call", Call(ReadsWorkspaces), Least), (both, "tools/call", Call("x_" + ReadsWorkspaces), Least), (both, "tools/call", Call("no_such_tool"), Least),
            (both, "tools/call", Call("clock_compare_state", """{"workspace":"eu-frontend"}"""), More),
        })
        {
            Assert.Equal(($"{method} {parameters}", reads), ($"{method} {parameters}", (await product.CountAsync(token, method, parameters)).Reads));
        }

        // In a URL whose tools are found by searching, the finder needs all, and a call that it makes one.
        var searching = await product.TokenAsync(Both.Replace("\"all\",\"accounts\"", "\"search\",\"accounts\"", StringComparison.Ordinal));
        Assert.Equal(More, (await product.CountAsync(searching, "tools/call", Call("search_tools", """{"query":"what time is it"}"""))).Reads);
        Assert.Equal(Least, (await product.CountAsync(searching, "tools/call", Call("call_tool", $$"""{"name":"{{ReadsWorkspaces}}"}"""))).Reads);
        var (told, _) = await product.CountAsync(searching, "tools/call", Call("call_tool", """{"name":"clock_now"}"""));
        Assert.NotNull(told["result"]!.Answer()["now"]);
    }

    [Fact]
    public async Task A_tool_answers_the_same_bytes_whatever_else_the_URL_has()
    {
        await using var product = await StartAsync();
        var (one, both) = (await product.TokenAsync("""{"methods":["*"],"listing":"all"}"""), await product.TokenAsync(Both));
        foreach (var call in new[] { Call(ReadsWorkspaces), Call("get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"eu-frontend"}"""), Call(ReadsWorkspaces, """{"nonsense":1}""") })
        {
            Assert.Equal((await product.AskAsync(one, "tools/call", call)).ToJsonString(), (await product.AskAsync(both, "tools/call", call)).ToJsonString());
            product.Time.Advance(TimeSpan.FromSeconds(1));
        }

        string Listed(JsonNode answer) => string.Join('\n', answer["result"]!["tools"]!.AsArray().Where(tool => !((string)tool!["name"]!).StartsWith("clock", StringComparison.Ordinal)).Select(tool => tool!.ToJsonString()));
        Assert.Equal(Listed(await product.AskAsync(one, "tools/list")), Listed(await product.AskAsync(both, "tools/list")));
    }

    [Theory]
    [InlineData("DELETE", "/integrated-account/wall/mcp")]
    [InlineData("DELETE", "/integrated-account/wall")]
    [InlineData("PUT", "/integrated-account/wall")]
    public async Task An_account_that_is_revoked_deleted_or_made_another_takes_its_tools_and_no_others(string method, string path)
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        await product.AnswerAsync(HttpMethod.Parse(method), path, method == "PUT" ? """{"integration":"hashicorp_terraform_cloud","address":"https://tfe.example.com","organization":"o","credential":{"secret":"s"}}""" : null);
        Assert.Equal([], (await product.ToolsAsync(token)).Where(tool => tool.StartsWith("clock", StringComparison.Ordinal)));
        var refused = (await product.AskAsync(token, "tools/call", Call("clock_now")))["error"]!.ToJsonString();
        Assert.Contains("is of account wall, whose tools this URL has no more", refused, StringComparison.Ordinal);
        Assert.NotNull((await product.CallAsync(token, ReadsWorkspaces)).Answer()["items"]);
        var told = (string)(await product.AskAsync(token, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}"""))["result"]!["instructions"]!;
        Assert.Contains("Account wall (clock) is no more of this URL", told, StringComparison.Ordinal);

        // An account that is made again under the name is another one.
        await product.AnswerAsync(HttpMethod.Delete, "/integrated-account/wall");
        await PutClockAsync(product);
        Assert.DoesNotContain("clock_now", await product.ToolsAsync(token));
    }

    [Fact]
    public async Task What_ends_the_URLs_of_its_own_account_ends_all_of_it()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        await product.AnswerAsync(HttpMethod.Delete, $"/integrated-account/{Home}/mcp");
        using var answer = await product.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{Call("clock_now")}}}""");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_a_503_for_what_needs_it_alone()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        product.Store.Tamper(RecordKind.IntegratedAccount, Wall, record => record with { Content = "{"u8.ToArray() });
        foreach (var (method, parameters, status) in new[] { ("tools/list", "{}", 503), ("tools/call", Call("clock_now"), 503), ("tools/call", Call(ReadsWorkspaces), 200) })
        {
            using var answer = await product.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_account_s_limits_are_its_own_and_those_of_the_URL_are_for_all()
    {
        await using var product = await StartAsync();
        await PutClockAsync(product, """{"limits":{"calls_per_minute":1}}""");
        var token = await product.TokenAsync(Both.Replace("{\"methods\"", "{\"limits\":{\"calls_total\":5},\"methods\"", StringComparison.Ordinal));
        async Task<bool> IsLimitedAsync(string tool, string arguments = "{}") => (await product.CallAsync(token, tool, arguments))["content"]![0]!["text"]!.ToString().Contains("too many calls", StringComparison.Ordinal);
        Assert.False(await IsLimitedAsync("clock_now"));
        Assert.True(await IsLimitedAsync("clock_now"));
        Assert.False(await IsLimitedAsync(ReadsWorkspaces));
        Assert.False(await IsLimitedAsync(ReadsWorkspaces));
        product.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await IsLimitedAsync("clock_now"));
        Assert.False(await IsLimitedAsync(ReadsWorkspaces));
        Assert.True(await IsLimitedAsync(ReadsWorkspaces)); // Five in all; what an account refused cost none.
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_by_the_account_of_the_tool_and_has_to_be_good_there()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        await PutClockAsync(product, """{"require_api_token_auth":true}""");
        var (good, elsewhere) = ((string)(await product.ClientAsync())["token"]!, (string)(await product.ClientAsync(""","integrated_accounts":["sandbox"]"""))["token"]!);
        async Task<int> StatusAsync(string tool, string? apiToken)
        {
            using var answer = await product.PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{Call(tool)}}}""", apiToken is null ? [] : [("X-API-Key", apiToken)]);
            return (int)answer.StatusCode;
        }

        Assert.Equal((200, 200), (await StatusAsync(ReadsWorkspaces, null), await StatusAsync(ReadsWorkspaces, elsewhere)));
        Assert.Equal((401, 401, 401, 200), (await StatusAsync("clock_now", null), await StatusAsync("clock_now", "smcpapi_x"), await StatusAsync("clock_now", elsewhere), await StatusAsync("clock_now", good)));
        Assert.DoesNotContain("clock_now", await product.ToolsAsync(token));
    }

    [Fact]
    public async Task Frozen_tools_are_approved_account_by_account_and_one_that_changes_leaves_the_others()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync(Both.Replace("{\"methods\"", "{\"frozen\":true,\"methods\"", StringComparison.Ordinal));
        var (token, path) = ((string)minted["token"]!, $"/integrated-account/{Home}/mcp/{minted["id"]}");
        Assert.Equal((string)minted["tools_digest"]!, (string)minted["approved_tools_digest"]!);
        Assert.Contains("clock_now", await product.ToolsAsync(token));

        // The clock is pointed elsewhere: its tools are frozen, and the others are as they were.
        await product.AnswerAsync(HttpMethod.Put, $"/integrated-account/{Wall}", """{"integration":"clock","address":"https://other.example.com","credential":{"secret":"s"}}""");
        Assert.DoesNotContain("clock_now", await product.ToolsAsync(token));
        Assert.Equal("tools changed", (string)(await product.CallAsync(token, "clock_now")).Answer()["error"]!["title"]!);
        Assert.NotNull((await product.CallAsync(token, ReadsWorkspaces)).Answer()["items"]);
        var shown = JsonNode.Parse((await product.AnswerAsync(HttpMethod.Get, path)).Text)!;
        Assert.Equal("https://other.example.com", (string)shown["further_reach"]!["wall"]!["address"]!);
        Assert.NotEqual((string)shown["tools_digest"]!, (string)shown["approved_tools_digest"]!);
        var (status, _) = await product.AnswerAsync(HttpMethod.Post, $"{path}/approve-tools", $$"""{"tools_digest":"{{shown["tools_digest"]}}"}""");
        Assert.Equal(200, status);
        Assert.NotNull((await product.CallAsync(token, "clock_now")).Answer()["now"]);

        // An account that is lost takes its own, and what was approved of the others stays approved.
        await product.AnswerAsync(HttpMethod.Delete, $"/integrated-account/{Wall}/mcp");
        Assert.NotNull((await product.CallAsync(token, ReadsWorkspaces)).Answer()["items"]);
    }
}
