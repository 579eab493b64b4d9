using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>Who did what: what an entry says, who may read it, and for how long.</summary>
public sealed class AuditEndpointTests
{
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(TestProduct product, string path, string? token = TestProduct.AdminToken)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, path, token: token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static async Task<IReadOnlyList<JsonNode>> EntriesAsync(TestProduct product, string path) =>
        [.. (await GetAsync(product, path)).Body["result"]!.AsArray().Select(entry => entry!)];

    private static string Calls(string server) => $"/integrated-account/{TestProduct.Account}/mcp/{server}/audit";

    [Fact]
    public async Task A_change_is_noted_as_an_intent_and_with_its_outcome()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        var run = await product.CallAsync((string)minted["token"]!, CreateRun, $$"""{"workspace_id":"{{workspace}}","message":"words of mine"}""");

        var entries = await EntriesAsync(product, Calls((string)minted["id"]!));
        Assert.Equal(["tool_call_intent", "tool_call"], entries.Select(entry => (string)entry["event"]!));
        Assert.Equal((string)entries[0]["call"]!, (string)entries[1]["call"]!);
        Assert.All(entries, entry =>
        {
            Assert.Equal((CreateRun, "mutate", workspace), ((string)entry["tool"]!, (string)entry["effect"]!, (string)entry["arguments"]!["workspace_id"]!));
            Assert.Equal("message", (string)entry["withheld"]![0]!);
            Assert.Equal(workspace, (string)entry["targets"]![0]!);
            Assert.DoesNotContain("words", entry.ToJsonString(), StringComparison.Ordinal);
        });
        Assert.Equal(("ok", 201, (string)run.Answer()["id"]!), ((string)entries[1]["outcome"]!, (int)entries[1]["upstream_status"]!, (string)entries[1]["answered"]!));
        Assert.True((int)entries[1]["bytes"]! > 0);
    }

    [Fact]
    public async Task The_end_of_a_trail_is_read_without_what_stands_before_it()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        var path = Calls((string)minted["id"]!);
        Assert.Empty(await EntriesAsync(product, path + "?last=5"));
        for (var calls = 0; calls < 70; calls++)
        {
            await product.CallAsync((string)minted["token"]!, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"eu-frontend"}""");
        }

        // The head is written with every 64th entry, so one that is read stands before it and another after it.
        Assert.Equal(Enumerable.Range(61, 10), (await EntriesAsync(product, path + "?last=10")).Select(entry => (int)entry["sequence"]!));
        Assert.Equal([70], (await EntriesAsync(product, path + "?last=1")).Select(entry => (int)entry["sequence"]!));
        Assert.Equal(70, (await EntriesAsync(product, path + "?last=200")).Count);
    }

    [Theory]
    [InlineData("?last=0", "?last")]
    [InlineData("?last=201", "?last")]
    [InlineData("?last=x", "?last")]
    [InlineData("?last=5&limit=5", "?last")]
    [InlineData("?last=5&format=jsonl", "?last")]
    public async Task An_end_that_is_none_is_refused(string query, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        var (status, problem) = await GetAsync(product, Calls((string)minted["id"]!) + query);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, pointer), (status, (string)problem["errors"]![0]!["pointer"]!));
    }

    [Fact]
    public async Task What_a_change_leaves_in_Terraform_leads_back_to_the_url()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        var (token, mark) = ((string)minted["token"]!, $"(via {((string)minted["id"]!)[..12]})");
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        var with = await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}","message":"AI auto-recovery"}""");
        var without = await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}"}""");
        Assert.Equal($"AI auto-recovery {mark}", (string)with.Answer()["message"]!);
        Assert.Equal(mark, (string)without.Answer()["message"]!);

        var locked = await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","reason":"scaling"}""");
        Assert.Equal($"scaling {mark}", (string)locked.Answer()["locked_reason"]!);
    }

    [Fact]
    public async Task A_refused_call_and_a_read_are_noted_once()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        var token = (string)minted["token"]!;
        await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_workspaces");
        await product.CallAsync(token, CreateRun, """{"workspace_id":"no"}""");
        await product.AskAsync(token, "tools/call", """{"name":"no_such","arguments":{}}""");
        Assert.Equal(["ok", "bad_arguments", "unknown_tool"], (await EntriesAsync(product, Calls((string)minted["id"]!))).Select(entry => (string)entry["outcome"]!));
    }

    [Fact]
    public async Task The_line_in_the_log_is_the_entry_in_the_store()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");
        using var answer = await product.AdminAsync(HttpMethod.Get, Calls((string)minted["id"]!));
        Assert.Contains(product.Logs.Of("ServerlessMcp.Audit")[^1], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_of_a_revoked_and_of_an_expired_url_and_of_a_lost_account_stays_readable_until_its_retention_ends()
    {
        await using var product = await TestProduct.StartAsync(options => options.AuditRetention = TimeSpan.FromDays(10));
        var minted = await product.MintAsync();
        var server = (string)minted["id"]!;
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{server}")).Dispose();
        Assert.Single(await EntriesAsync(product, Calls(server)));
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}")).Dispose();
        product.Time.Advance(TimeSpan.FromDays(9));
        Assert.Single(await EntriesAsync(product, Calls(server)));
        product.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await EntriesAsync(product, Calls(server)));
    }

    [Fact]
    public async Task A_trail_is_read_with_the_scope_audit_and_under_its_own_account_only()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var minted = await product.MintAsync();
        var server = (string)minted["id"]!;
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(product, Calls(server), await product.ApiTokenAsync("audit"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(product, Calls(server), await product.ApiTokenAsync("mint", "call", "approve"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(product, Calls(server), (string)minted["token"]!)).Status);
        foreach (var path in new[] { $"/integrated-account/other/mcp/{server}/audit", Calls("mcp-" + new string('0', 32)), Calls("acc-" + new string('0', 32)), Calls("admin"), "/integrated-account/nobody/audit" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(product, path)).Status);
        }
    }

    [Fact]
    public async Task Pages_lead_through_a_trail()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        for (var i = 0; i < 5; i++)
        {
            await product.CallAsync((string)minted["token"]!, "search_nothing");
            await product.AskAsync((string)minted["token"]!, "tools/call", """{"name":"no_such","arguments":{}}""");
        }

        var (seen, cursor) = (new List<long>(), "");
        do
        {
            var (_, page) = await GetAsync(product, $"{Calls((string)minted["id"]!)}?limit=3{cursor}");
            seen.AddRange(page["result"]!.AsArray().Select(entry => (long)entry!["sequence"]!));
            cursor = page["next_cursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task Acts_of_the_control_plane_are_chained_for_each_account_and_for_what_belongs_to_none()
    {
        await using var product = await TestProduct.StartAsync();
        var server = (string)(await product.MintAsync())["id"]!;
        (await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{server}", """{"name":"new"}""")).Dispose();
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{server}")).Dispose();
        await product.ApiTokenAsync("call");

        var acts = await EntriesAsync(product, $"/integrated-account/{TestProduct.Account}/audit");
        Assert.Equal(["connect_account_intent", "connect_account", "mint_intent", "mint", "change_intent", "change", "revoke"], acts.Select(act => (string)act["event"]!));
        Assert.All(acts.Skip(2), act => Assert.Equal(("bootstrap", server), ((string)act["actor"]!, (string)act["target"]!)));
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L, 7L], acts.Select(act => (long)act["sequence"]!));
        Assert.Equal(["create_api_token_intent", "create_api_token"], (await EntriesAsync(product, "/audit")).Select(act => (string)act["event"]!));
    }

    [Fact]
    public async Task Retention_zero_keeps_calls_in_the_log_alone_and_acts_in_both()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"audit_retention":"0"}""");
        var minted = await product.MintAsync();
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");
        Assert.Empty(await EntriesAsync(product, Calls((string)minted["id"]!)));
        Assert.Contains("\"tool_call\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
        Assert.Contains("mint", (await EntriesAsync(product, $"/integrated-account/{TestProduct.Account}/audit")).Select(act => (string)act["event"]!));
    }

    [Fact]
    public async Task A_policy_may_leave_reads_to_the_log_and_never_changes()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"audit_reads":false}""");
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");
        await product.CallAsync((string)minted["token"]!, CreateRun, """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""");
        Assert.Equal(["tool_call_intent", "tool_call"], (await EntriesAsync(product, Calls((string)minted["id"]!))).Select(entry => (string)entry["event"]!));
    }
}
