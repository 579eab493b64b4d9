using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>What an entry says of an act of the control plane, and of a request that the gate refused.</summary>
public sealed class AdminActTests
{
    private static readonly string Acts = $"/integrated-account/{TestProduct.Account}/audit";

    private static async Task<IReadOnlyList<JsonNode>> EntriesAsync(TestProduct product, string path)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, path);
        return [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!.AsArray().Select(entry => entry!)];
    }

    private static IReadOnlyList<JsonNode> Logged(TestProduct product, string name) =>
        [.. product.Logs.Of("ServerlessMcp.Audit").Where(line => line[0] == '{').Select(line => JsonNode.Parse(line)!).Where(entry => (string)entry["event"]! == name)];

    [Fact]
    public async Task An_act_is_noted_as_an_intent_and_with_its_outcome_by_whom_and_from_where()
    {
        await using var product = await TestProduct.StartAsync(options => options.TrustedProxies = 1);
        product.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        product.Http.DefaultRequestHeaders.Add("User-Agent", "terraform-provider/1.0");
        await product.MintAsync();

        var acts = (await EntriesAsync(product, Acts)).Where(act => ((string)act["event"]!).StartsWith("mint", StringComparison.Ordinal)).ToList();
        Assert.Equal(["mint_intent", "mint"], acts.Select(act => (string)act["event"]!));
        Assert.Equal((string)acts[0]["call"]!, (string)acts[1]["call"]!);
        Assert.All(acts, act => Assert.Equal(("203.0.113.7", "terraform-provider/1.0", "bootstrap"), ((string)act["address"]!, (string)act["client"]!, (string)act["actor"]!)));
        Assert.Null(acts[0]["outcome"]);
        Assert.Equal("ok", (string)acts[1]["outcome"]!);
        Assert.True((double)acts[1]["ms"]! >= 0);
    }

    [Fact]
    public async Task A_revocation_is_noted_once_with_its_outcome()
    {
        await using var product = await TestProduct.StartAsync(options => options.TrustedProxies = 1);
        product.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var server = (string)(await product.MintAsync())["id"]!;
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{server}")).Dispose();
        var act = Assert.Single(await EntriesAsync(product, Acts), act => ((string)act["event"]!).StartsWith("revoke", StringComparison.Ordinal));
        Assert.Equal(("203.0.113.7", "ok", server), ((string)act["address"]!, (string)act["outcome"]!, (string)act["target"]!));
    }

    [Fact]
    public async Task A_change_that_came_second_is_noted_as_a_conflict_and_not_as_done()
    {
        await using var product = await TestProduct.StartAsync();
        var server = (string)(await product.MintAsync())["id"]!;
        var path = $"/integrated-account/{TestProduct.Account}/mcp/{server}";
        product.Store.Before = async (kind, operation, cancel) =>
        {
            if ((kind, operation) == (RecordKind.McpServer, nameof(IRecordStore.ReplaceAsync)))
            {
                product.Store.Before = null;
                await product.Store.DeleteAsync(RecordKind.McpServer, server, cancel);
            }
        };
        using var answer = await product.AdminAsync(HttpMethod.Patch, path, """{"name":"new"}""");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("conflict", (string)(await EntriesAsync(product, Acts))[^1]["outcome"]!);
    }

    [Fact]
    public async Task An_act_that_the_store_did_not_take_is_a_503_whose_outcome_is_in_the_log()
    {
        await using var product = await TestProduct.StartAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.McpServer;
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", """{"name":"x"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("mint_intent", (string)(await EntriesAsync(product, Acts))[^1]["event"]!);
        Assert.Equal("store_unavailable", (string)Assert.Single(Logged(product, "mint"))["outcome"]!);
    }

    [Fact]
    public async Task A_new_api_token_is_noted_with_what_it_may_and_a_rotation_with_the_new_id()
    {
        await using var product = await TestProduct.StartAsync();
        var made = await product.ClientAsync(""","integrated_accounts":["sandbox"],"expires_at":"2026-02-01T00:00:00Z" """);
        using var rotated = await product.AdminAsync(HttpMethod.Post, $"/api-token/{made["id"]}/rotate", """{"grace":"1h"}""");
        var text = await rotated.Content.ReadAsStringAsync();
        var fresh = JsonNode.Parse(text)!;

        var acts = await EntriesAsync(product, "/audit");
        Assert.Equal(["create_api_token_intent", "create_api_token", "rotate_api_token_intent", "rotate_api_token"], acts.Select(act => (string)act["event"]!));
        Assert.All(acts.Take(2), act =>
        {
            var token = act["api_token"]!;
            Assert.Equal(((string)made["id"]!, "client", "2026-02-01T00:00:00Z"), ((string)token["id"]!, (string)token["name"]!, (string)token["expires_at"]!));
            Assert.Equal("""["call"]["sandbox"]""", token["scopes"]!.ToJsonString() + token["integrated_accounts"]!.ToJsonString());
        });
        Assert.All(acts.Skip(2), act => Assert.Equal(
            ((string)made["id"]!, (string)fresh["id"]!, "2026-01-01T01:00:00Z"), ((string)act["target"]!, (string)act["api_token"]!["id"]!, (string)act["ends_at"]!)));
        Assert.DoesNotContain(SecretToken.ApiPrefix, string.Concat(acts.Select(act => act.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_second_factor_is_in_the_log_with_the_server_and_the_id_of_what_was_tried()
    {
        await using var product = await TestProduct.StartAsync();
        var server = await product.MintAsync("""{"require_api_token_auth":true}""");
        var (url, weak) = ((string)server["token"]!, await product.ApiTokenAsync("mint"));
        (await product.PostAsync(url, "{}")).Dispose();
        (await product.PostAsync(url, "{}", ("X-API-Key", SecretToken.Create(SecretToken.ApiPrefix)))).Dispose();
        (await product.PostAsync(url, "{}", ("X-API-Key", weak))).Dispose();

        var refused = Logged(product, "refused");
        Assert.Equal(3, refused.Count);
        Assert.All(refused, entry => Assert.Equal(((string)server["id"]!, "api_token_required"), ((string)entry["server"]!, (string)entry["outcome"]!)));
        Assert.Null(refused[0]["api_token"]);
        Assert.Equal(SecretToken.RecordId(SecretToken.ApiPrefix, SecretToken.Hash(weak)), (string)refused[2]["api_token"]!);
        Assert.DoesNotContain(url, product.Logs.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_access_token_and_a_403_of_the_control_plane_are_in_the_log()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, weak) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.ApiTokenAsync("call"));
        (await product.PostOAuthAsync(server, "a.b.c")).Dispose();
        (await product.AdminAsync(HttpMethod.Get, "/api-token", token: weak)).Dispose();
        (await product.AdminAsync(HttpMethod.Get, "/api-token", token: "wrong")).Dispose();
        Assert.Equal(["access_token_invalid", "forbidden", "unauthorized"], Logged(product, "refused").Select(entry => (string)entry["outcome"]!));
    }

    [Fact]
    public async Task A_flood_of_refused_requests_is_so_many_lines_a_minute_and_no_more()
    {
        await using var product = await TestProduct.StartAsync(options => options.GuessesPerMinute = 5);
        var url = await product.TokenAsync("""{"require_api_token_auth":true}""");
        for (var i = 0; i < 20; i++)
        {
            (await product.PostAsync(url, "{}")).Dispose();
        }

        Assert.Equal(5, Logged(product, "refused").Count);
        product.Time.Advance(TimeSpan.FromMinutes(1));
        (await product.PostAsync(url, "{}")).Dispose();
        Assert.Equal(6, Logged(product, "refused").Count);
    }

    [Fact]
    public async Task A_call_over_the_limit_is_noted_with_what_it_would_have_been_through_call_tool_too()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"],"limits":{"calls_total":1}}""");
        await product.CallAsync(token, "search_tools", """{"query":"runs"}""");
        await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run");
        await product.CallAsync(token, "call_tool", """{"name":"create_a_hashicorp_terraform_cloud_run","arguments":{}}""");
        Assert.All(Logged(product, "tool_call").Skip(1), entry => Assert.Equal(
            ("limited", "create_a_hashicorp_terraform_cloud_run", "mutate"), ((string)entry["outcome"]!, (string)entry["tool"]!, (string?)entry["effect"])));
        Assert.Equal(3, Logged(product, "tool_call").Count);
    }

    [Fact]
    public async Task A_scoped_call_is_noted_with_the_workspace_it_was_traced_to_and_the_answer_to_its_own_request()
    {
        RequestIds? seen = null;
        await using var product = await TestProduct.StartAsync(between: sandbox => seen = new RequestIds(new SandboxHandler(sandbox)));
        var minted = await product.MintAsync("""{"methods":["*"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        var token = (string)minted["token"]!;
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        var made = await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}"}""");
        var own = seen!.Of(request => request.Method == HttpMethod.Post);
        await product.CallAsync(token, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{made.Answer()["id"]}}"}""");
        await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_workspaces");
        var list = seen.Of(request => request.RequestUri!.AbsolutePath.EndsWith("/organizations/acme-corp/workspaces", StringComparison.Ordinal));

        var entries = await EntriesAsync(product, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}/audit");
        Assert.Equal(["tool_call_intent", "tool_call", "tool_call", "tool_call"], entries.Select(entry => (string)entry["event"]!));
        Assert.All(entries.Take(3), entry => Assert.Contains(workspace, entry["targets"]!.AsArray().Select(target => (string)target!)));
        Assert.Equal((201, own), ((int)entries[1]["upstream_status"]!, (string)entries[1]["upstream_request"]!));
        Assert.Equal((200, list), ((int)entries[3]["upstream_status"]!, (string)entries[3]["upstream_request"]!));
    }

    private sealed class RequestIds(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly List<(HttpRequestMessage Request, string Id)> answered = [];

        public string Of(Func<HttpRequestMessage, bool> which) => answered.Last(exchange => which(exchange.Request)).Id;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answered.Add((request, answer.Headers.GetValues("x-request-id").Single()));
            return answer;
        }
    }
}
