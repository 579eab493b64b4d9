using System.Text.Json.Nodes;
using static ServerlessMcp.Tests.Integrations.SeveralAccounts.TwoAccounts;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>What a URL of several accounts may be: whose, how long, what is said of each, and who may make it.</summary>
public sealed class MintingSeveralTests
{
    [Fact]
    public async Task A_URL_says_its_accounts_and_the_scope_at_each()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync("""{"accounts":["wall"],"scope":{"sandbox":{"workspaces":["eu-*"]},"wall":"all"}}""");
        Assert.Equal("""["wall"]""", minted["config"]!["accounts"]!.ToJsonString());
        Assert.Equal("""{"sandbox":{"workspaces":["eu-*"]},"wall":"all"}""", minted["config"]!["scope"]!.ToJsonString());
        var one = await product.MintAsync("""{"scope":{"workspaces":["eu-*"]}}""");
        Assert.Null(one["config"]!["accounts"]);
        Assert.DoesNotContain("further", product.Store.Dump().Split('\n').Single(line => line.Contains((string)one["id"]!, StringComparison.Ordinal) && line.Contains("token_hash", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True((int)minted["tool_count"]! > 1 && (string)minted["tools_digest"]! != (string)one["tools_digest"]!);
    }

    [Theory]
    [InlineData("""{"accounts":["nowhere"],"scope":{"sandbox":"all"}}""", "/config/accounts/0", "no such integrated account")]
    [InlineData("""{"accounts":["sandbox"],"scope":{"sandbox":"all"}}""", "/config/accounts/0", "minted under")]
    [InlineData("""{"accounts":["wall","wall"],"scope":{"sandbox":"all","wall":"all"}}""", "/config/accounts/1", "twice")]
    [InlineData("""{"accounts":["wall","hall"],"scope":{"sandbox":"all","wall":"all","hall":"all"}}""", "/config/accounts/1", "one account of each integration")]
    [InlineData("""{"accounts":["other"],"scope":{"sandbox":"all","other":"all"}}""", "/config/accounts/0", "one account of each integration")]
    [InlineData("""{"accounts":["a1","a2","a3","a4","a5"],"scope":{}}""", "/config/accounts", "at most 4")]
    [InlineData("""{"accounts":["wall"]}""", "/config/scope", "account wall is left out")]
    [InlineData("""{"accounts":["wall"]}""", "/config/scope", "account sandbox is left out")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all"}}""", "/config/scope", "account wall is left out")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":"some"}}""", "/config/scope/wall", "all")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":null}}""", "/config/scope/wall", "null came")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":{"rooms":["a"]},"wall":"all"}}""", "/config/scope/sandbox/rooms", "no such member")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":"all","hall":"all"}}""", "/config/scope/hall", "no such member")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":{"rooms":["a/../b"]}}}""", "/config/scope/wall/rooms/0", "path")]
    [InlineData("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":{"rooms":["a/*"]}}}""", "/config/scope/wall/rooms/0", "wildcard")]
    [InlineData("""{"accounts":["wall"],"tools":["tfc_*"],"scope":{"sandbox":"all","wall":"all"}}""", "/config", "of account wall")]
    [InlineData("""{"accounts":["wall"],"tags":["no-such-tag"],"scope":{"sandbox":"all","wall":"all"}}""", "/config/tags/0", "tag")]
    public async Task What_is_wrong_with_the_accounts_is_told_at_its_place(string config, string pointer, string why)
    {
        await using var product = await StartAsync();
        await PutClockAsync(product, account: "hall");
        await product.ConnectAsync("other");
        var (status, text) = await product.TryMintAsync(config);
        Assert.Equal(422, status);
        Assert.Contains(JsonNode.Parse(text)!["errors"]!.AsArray(), error => (string)error!["pointer"]! == pointer && ((string)error["detail"]!).Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shortest_life_and_the_strictest_policy_hold()
    {
        await using var product = await StartAsync();
        await PutClockAsync(product, """{"max_ttl":"30m","methods":["read"],"require":["ticket"]}""");
        var reading = Both.Replace("\"*\"", "\"read\"", StringComparison.Ordinal);
        Assert.Contains("methods", (await product.TryMintAsync(Both, members: ""","ticket":"T-1" """)).Text, StringComparison.Ordinal);
        Assert.Contains("ticket", (await product.TryMintAsync(reading)).Text, StringComparison.Ordinal);
        Assert.Contains("30m", (await product.TryMintAsync(reading, members: ""","ticket":"T-1","expires_at":"2026-01-01T01:00:00Z" """)).Text, StringComparison.Ordinal);
        var (status, text) = await product.TryMintAsync(reading, members: ""","ticket":"T-1" """);
        Assert.Equal(201, status);
        Assert.Equal("2026-01-01T00:30:00Z", (string)JsonNode.Parse(text)!["expires_at"]!);

        // A policy that is tightened afterwards takes its own tools, and no others.
        var token = (string)JsonNode.Parse(text)!["token"]!;
        await PutClockAsync(product, """{"max_ttl":"10m"}""");
        product.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([], (await product.ToolsAsync(token)).Where(tool => tool.StartsWith("clock", StringComparison.Ordinal)));
        Assert.Contains(ReadsWorkspaces, await product.ToolsAsync(token));
    }

    [Fact]
    public async Task An_API_token_has_to_be_good_for_every_account_that_is_named()
    {
        await using var product = await StartAsync();
        async Task<string> TokenAsync(string scopes, string accounts) => (string)JsonNode.Parse((await product.AnswerAsync(
            HttpMethod.Post, "/api-token", $$"""{"name":"t","scopes":[{{scopes}}],"integrated_accounts":[{{accounts}}]}""")).Text)!["token"]!;
        var (home, both) = (await TokenAsync("\"mint\",\"request\"", "\"sandbox\""), await TokenAsync("\"mint\",\"request\"", "\"sandbox\",\"wall\""));
        var (approver, other) = (await TokenAsync("\"approve\"", "\"sandbox\""), await TokenAsync("\"approve\"", "\"sandbox\",\"wall\""));
        Assert.Equal(403, (await product.TryMintAsync(Both, home)).Status);

        // Whether there is an account of this name is not for who may not use it.
        Assert.Equal(403, (await product.TryMintAsync("""{"accounts":["nowhere"],"scope":{}}""", home)).Status);
        var minted = JsonNode.Parse((await product.TryMintAsync(Both, both)).Text)!;
        var path = $"/integrated-account/{Home}/mcp/{minted["id"]}";
        Assert.Equal(403, (await product.AnswerAsync(HttpMethod.Patch, path, """{"name":"mine"}""", home)).Status);
        Assert.Equal(200, (await product.AnswerAsync(HttpMethod.Patch, path, """{"name":"ours"}""", both)).Status);

        var requests = $"/integrated-account/{Home}/mcp/requests";
        var body = $$"""{"name":"both","config":{{Both}}}""";
        Assert.Equal(403, (await product.AnswerAsync(HttpMethod.Post, requests, body, home)).Status);
        var asked = JsonNode.Parse((await product.AnswerAsync(HttpMethod.Post, requests, body, both)).Text)!;
        Assert.Equal(403, (await product.AnswerAsync(HttpMethod.Post, $"{requests}/{asked["id"]}/grant", "{}", approver)).Status);
        Assert.Equal(200, (await product.AnswerAsync(HttpMethod.Post, $"{requests}/{asked["id"]}/grant", "{}", other)).Status);
        var collected = await product.AnswerAsync(HttpMethod.Post, $"{requests}/{asked["id"]}/collect", "{}", both);
        Assert.Equal(201, collected.Status);
        Assert.Contains("clock_now", await product.ToolsAsync((string)JsonNode.Parse(collected.Text)!["token"]!));
    }

    [Fact]
    public async Task A_request_is_granted_with_fewer_accounts_and_never_with_more_of_one()
    {
        await using var product = await StartAsync();
        var (asker, requests) = (await product.ApiTokenAsync("request"), $"/integrated-account/{Home}/mcp/requests");
        async Task<string> AskAsync(string config) => (string)JsonNode.Parse((await product.AnswerAsync(HttpMethod.Post, requests, $$"""{"name":"r","config":{{config}}}""", asker)).Text)!["id"]!;
        async Task<(int Status, string Text)> GrantAsync(string id, string config) => await product.AnswerAsync(HttpMethod.Post, $"{requests}/{id}/grant", $$"""{"config":{{config}}}""");
        var scoped = await AskAsync("""{"accounts":["wall"],"scope":{"sandbox":"all","wall":{"rooms":["tower/a"]}}}""");
        Assert.Equal(422, (await GrantAsync(scoped, """{"scope":{"sandbox":"all","wall":"all"}}""")).Status);
        Assert.Equal(422, (await GrantAsync(scoped, """{"scope":{"sandbox":"all","wall":{"rooms":["tower/ab"]}}}""")).Status);
        Assert.Equal(200, (await GrantAsync(scoped, """{"scope":{"sandbox":"all","wall":{"rooms":["tower/a/north"]}}}""")).Status);
        var fewer = await AskAsync(Both);
        Assert.Equal(200, (await GrantAsync(fewer, """{"accounts":null}""")).Status);
        var one = await AskAsync("{}");
        Assert.Contains("was not asked for", (await GrantAsync(one, """{"accounts":["wall"],"scope":{"sandbox":"all","wall":"all"}}""")).Text, StringComparison.Ordinal);

        // Like a revocation of the URL's own account, one of a further account ends what was asked.
        var ended = await AskAsync(Both);
        await product.AnswerAsync(HttpMethod.Delete, $"/integrated-account/{Wall}/mcp");
        Assert.Equal(409, (await GrantAsync(ended, "{}")).Status);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_never_brings_an_account_back()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync(Both);
        var (token, path) = ((string)minted["token"]!, $"/integrated-account/{Home}/mcp/{minted["id"]}");
        async Task<JsonNode> PatchAsync(string body) => JsonNode.Parse((await product.AnswerAsync(HttpMethod.Patch, path, body)).Text)!;
        Assert.Equal("""["wall"]""", (await PatchAsync("""{"name":"renamed"}"""))["config"]!["accounts"]!.ToJsonString());
        await product.AnswerAsync(HttpMethod.Delete, $"/integrated-account/{Wall}/mcp");
        foreach (var body in new[] { """{"name":"again"}""", $$"""{"config":{{Both}}}""" })
        {
            Assert.Equal("""["wall"]""", (await PatchAsync(body))["lost_accounts"]!.ToJsonString());
            Assert.DoesNotContain("clock_now", await product.ToolsAsync(token));
        }

        var without = await PatchAsync("""{"config":{"accounts":null}}""");
        Assert.Null(without["config"]!["accounts"] ?? without["lost_accounts"]);
        await PatchAsync($$"""{"config":{{Both}}}""");
        Assert.Contains("clock_now", await product.ToolsAsync(token)); // Somebody with the scope gave it anew.
    }

    [Fact]
    public async Task A_dry_run_tells_of_every_account()
    {
        await using var product = await StartAsync(options => options.ScopeMatchPatience = TimeSpan.FromSeconds(5));
        var (status, text) = await product.TryMintAsync("""{"accounts":["wall"],"scope":{"sandbox":{"workspaces":["eu-frontend"]},"wall":{"rooms":["a","b/c"]}}}""", members: ""","dry_run":true""");
        Assert.Equal(200, status);
        var answer = JsonNode.Parse(text)!;
        Assert.Equal((1, 2), ((int)answer["scope_matches"]!["sandbox"]!["workspaces"]!, (int)answer["scope_matches"]!["wall"]!["rooms"]!));
        Assert.True((answer["terraform"] ?? answer["clock"]) is not null && answer["clock"] is not null);
        Assert.Equal(["sandbox", "wall"], answer["tools"]!.AsArray().Select(tool => (string)tool!["account"]!).Distinct());
        Assert.Equal((int)answer["tool_count"]!, answer["tools"]!.AsArray().Count);
    }
}
