using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.Identity;

/// <summary>What a sign-in gives: pairs of scopes and accounts within bounds, for as long as each rule stands as it was.</summary>
public sealed class GrantTests
{
    private const string Mint = "/integrated-account/sandbox/mcp";

    private static async Task<(TestProduct Product, string Token)> StartAsync(string grants)
    {
        var product = await SignIns.StartAsync();
        await product.ConnectAsync("other");
        await product.HaveAsync("ci", SignIns.Rule(TestIssuer.Url, """{"sub":"somebody"}""", grants));
        return (product, await product.TokenOfMachineAsync("ci", product.Claims(TestIssuer.Url)));
    }

    [Fact]
    public async Task Pairs_of_scopes_and_accounts_stay_pairs()
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"],"integrated_accounts":["sandbox"]},{"scopes":["audit","call"],"integrated_accounts":["other"]}]""");
        await using var _ = product;
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token, "/integrated-account/sandbox"));
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token, "/integrated-account/other/audit"));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/integrated-account/other/mcp/requests"));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/integrated-account/other/mcp", HttpMethod.Post, """{"name":"x"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/integrated-account/sandbox/audit"));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/audit"));

        // As a second factor too.
        foreach (var (account, status) in new[] { ("sandbox", HttpStatusCode.Unauthorized), ("other", HttpStatusCode.OK) })
        {
            var url = await product.TokenAsync("""{"require_api_token_auth":true}""", account);
            using var call = await product.PostAsync(url, """{"jsonrpc":"2.0","id":1,"method":"ping"}""", ("X-API-Key", token));
            Assert.Equal(status, call.StatusCode);
        }
    }

    /// <summary>Who signs in again is no second pair of eyes, and finds what was asked for before.</summary>
    [Fact]
    public async Task A_request_is_of_who_signed_in_and_not_of_one_token()
    {
        const string Requests = "/integrated-account/sandbox/mcp/requests";
        var (product, first) = await StartAsync("""[{"scopes":["request","approve"]}]""");
        await using var _ = product;
        var again = await product.TokenOfMachineAsync("ci", product.Claims(TestIssuer.Url));
        await product.HaveAsync("other", SignIns.Rule(TestIssuer.Url, """{"sub":"somebody-else"}""", """[{"scopes":["approve"]}]"""));
        var other = await product.TokenOfMachineAsync("other", product.Claims(TestIssuer.Url, """{"sub":"somebody-else"}"""));
        using var asked = await product.AdminAsync(HttpMethod.Post, Requests, """{"name":"x"}""", first);
        var request = $"{Requests}/{JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]}";
        foreach (var (token, isOwn) in new[] { (first, true), (again, true), (other, false) })
        {
            using var read = await product.AdminAsync(HttpMethod.Get, request, null, token);
            Assert.Equal(isOwn, (bool)JsonNode.Parse(await read.Content.ReadAsStringAsync())!["is_own"]!);
        }

        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(first, $"{request}/grant", HttpMethod.Post, "{}"));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(again, $"{request}/grant", HttpMethod.Post, "{}"));
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(other, $"{request}/grant", HttpMethod.Post, "{}"));
        Assert.Equal(HttpStatusCode.Created, await product.StatusAsync(again, $"{request}/collect", HttpMethod.Post));
    }

    [Fact]
    public async Task Who_decides_for_one_account_neither_sees_nor_declines_what_is_asked_for_another()
    {
        const string Requests = "/integrated-account/other/mcp/requests";
        var (product, token) = await StartAsync("""[{"scopes":["approve"],"integrated_accounts":["sandbox"]},{"scopes":["request"],"integrated_accounts":["other"]}]""");
        await using var _ = product;
        using var asked = await product.AdminAsync(HttpMethod.Post, Requests, """{"name":"x"}""");
        var request = $"{Requests}/{JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]}";
        Assert.Equal(HttpStatusCode.NotFound, await product.StatusAsync(token, request));
        Assert.Equal(HttpStatusCode.NotFound, await product.StatusAsync(token, $"{request}/decline", HttpMethod.Post, "{}"));
    }

    [Theory]
    [InlineData("""{"name":"x","config":{"methods":["read"]}}""", HttpStatusCode.Created)]
    [InlineData("""{"name":"x","config":{"methods":["read","create"]}}""", HttpStatusCode.Created)]
    [InlineData("""{"name":"x","config":{"methods":["read","delete"]}}""", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","config":{"methods":["*"]}}""", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","config":{"tags":["*"]}}""", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T00:30:00Z"}""", HttpStatusCode.Created)]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T00:30:01Z"}""", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","expires_at":null}""", HttpStatusCode.UnprocessableContent)]
    public async Task A_URL_is_minted_within_the_bounds_of_the_grant(string body, HttpStatusCode status)
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"],"max_ttl":"30m","methods":["read","create"],"tags":["core"]}]""");
        await using var _ = product;
        await product.ConnectAsync(members: ""","policy":{"allow_permanent":true}""");
        Assert.Equal(status, await product.StatusAsync(token, Mint, HttpMethod.Post, body));
    }

    [Fact]
    public async Task The_bounds_hold_when_a_URL_is_changed_and_a_default_lifetime_is_cut_to_them()
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"],"max_ttl":"30m","methods":["read"]}]""");
        await using var _ = product;
        using var minted = await product.AdminAsync(HttpMethod.Post, Mint, """{"name":"x"}""", token);
        var server = JsonNode.Parse(await minted.Content.ReadAsStringAsync())!;
        Assert.Equal("2026-01-01T00:30:00Z", (string)server["expires_at"]!);
        var path = $"{Mint}/{server["id"]}";
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token, path, HttpMethod.Patch, """{"name":"y"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableContent, await product.StatusAsync(token, path, HttpMethod.Patch, """{"config":{"methods":["*"]}}"""));
        Assert.Equal(HttpStatusCode.UnprocessableContent, await product.StatusAsync(token, path, HttpMethod.Patch, """{"expires_at":"2026-01-01T02:00:00Z"}"""));
        product.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, path, HttpMethod.Patch, """{"expires_at":"2026-01-01T00:45:00Z"}"""));

        // Nor is another's URL, which may do more, made one's own.
        var wide = await product.MintAsync("""{"methods":["*"]}""");
        Assert.Equal(HttpStatusCode.UnprocessableContent, await product.StatusAsync(token, $"{Mint}/{wide["id"]}", HttpMethod.Patch, """{"name":"mine"}"""));
    }

    [Fact]
    public async Task Two_grants_never_add_up_to_one_URL()
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"],"max_ttl":"10m","methods":["*"]},{"scopes":["mint"],"methods":["read"]}]""");
        await using var _ = product;
        Assert.Equal(HttpStatusCode.Created, await product.StatusAsync(token, Mint, HttpMethod.Post, """{"name":"x","config":{"methods":["*"]},"expires_at":"2026-01-01T00:10:00Z"}"""));
        Assert.Equal(HttpStatusCode.Created, await product.StatusAsync(token, Mint, HttpMethod.Post, """{"name":"x","config":{"methods":["read"]},"expires_at":"2026-01-01T02:00:00Z"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableContent, await product.StatusAsync(token, Mint, HttpMethod.Post, """{"name":"x","config":{"methods":["*"]},"expires_at":"2026-01-01T02:00:00Z"}"""));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("narrowed")]
    [InlineData("made anew under its name")]
    public async Task A_rule_that_is_deleted_or_changed_ends_what_it_gave_at_the_next_call(string how)
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint","call"]}]""");
        await using var _ = product;
        var same = SignIns.Rule(TestIssuer.Url, """{"sub":"somebody"}""", """[{"scopes":["mint","call"]}]""");
        await product.HaveAsync("ci", same);
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token)); // What is put again and is the same changes nothing.
        var url = await product.TokenAsync("""{"require_api_token_auth":true}""");
        if (how == "narrowed")
        {
            await product.HaveAsync("ci", SignIns.Rule(TestIssuer.Url, """{"sub":"somebody"}""", """[{"scopes":["call"]}]"""));
        }
        else
        {
            Assert.Equal(HttpStatusCode.NoContent, await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/ci", HttpMethod.Delete));
        }

        if (how == "made anew under its name")
        {
            await product.HaveAsync("ci", same);
        }

        using var answer = await product.AdminAsync(HttpMethod.Get, "/api-token/self", token: token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Sign in again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var call = await product.PostAsync(url, """{"jsonrpc":"2.0","id":1,"method":"ping"}""", ("X-API-Key", token));
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
    }

    [Fact]
    public async Task A_rule_that_can_not_be_read_lets_nobody_in()
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"]}]""");
        await using var _ = product;
        product.Store.IsDownFor = kind => kind == RecordKind.IdentityRule;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await product.StatusAsync(token));
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(TestProduct.AdminToken));
    }

    [Fact]
    public async Task Whoever_holds_a_token_of_a_sign_in_ends_it_and_no_other()
    {
        var (product, token) = await StartAsync("""[{"scopes":["mint"]}]""");
        await using var _ = product;
        Assert.Equal(HttpStatusCode.OK, (await product.FormAsync("/oauth/revoke", ("token", token))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await product.StatusAsync(token));
        Assert.Contains("\"event\":\"sign_out\"", product.Logs.Of("ServerlessMcp.Audit").Last(line => line.Contains("sign_out", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await product.FormAsync("/oauth/revoke", ("token", token))).Status);
        Assert.Equal(HttpStatusCode.OK, (await product.FormAsync("/oauth/revoke", ("token", "nonsense"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await product.FormAsync("/oauth/revoke")).Status);
        var made = await product.ApiTokenAsync("mint");
        var (status, body) = await product.FormAsync("/oauth/revoke", ("token", made));
        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_token_type"), (status, (string)body["error"]!));
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(made));
        (status, body) = await product.FormAsync("/oauth/revoke", ("token", await product.TokenAsync()));
        Assert.Equal("unsupported_token_type", (string)body["error"]!);
    }

    [Fact]
    public async Task An_access_token_of_a_sign_in_ends_with_its_rule()
    {
        var (product, token) = await StartAsync("""[{"scopes":["call"]}]""");
        await using var _ = product;
        using var self = await product.AdminAsync(HttpMethod.Get, "/api-token/self", token: token);
        var client = JsonNode.Parse(await self.Content.ReadAsStringAsync())!;
        client["token"] = token;
        var server = await product.MintAsync("""{"auth":"oauth"}""");
        var access = await product.AccessTokenAsync(client, server);
        using var before = await product.PostOAuthAsync(server, access);
        await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/ci", HttpMethod.Delete);
        using var after = await product.PostOAuthAsync(server, access);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }
}
