using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

public sealed class ControlPlaneTests
{
    [Theory]
    [InlineData("PUT", "/integrated-account/x", "admin")]
    [InlineData("DELETE", "/integrated-account/x", "admin")]
    [InlineData("POST", "/integrated-account/x/mcp", "mint")]
    [InlineData("GET", "/integrated-account/x/mcp", "mint or approve or audit")]
    [InlineData("DELETE", "/integrated-account/x/mcp", "mint")]
    [InlineData("GET", "/integrated-account/x/mcp/y", "mint or approve or audit")]
    [InlineData("PATCH", "/integrated-account/x/mcp/y", "mint")]
    [InlineData("DELETE", "/integrated-account/x/mcp/y", "mint")]
    [InlineData("POST", "/integrated-account/x/mcp/revoke", "mint")]
    [InlineData("POST", "/api-token", "admin")]
    [InlineData("DELETE", "/integrated-account/-/mcp", "admin")]
    [InlineData("POST", "/integrated-account/x/mcp/y/approve-tools", "approve")]
    [InlineData("GET", "/integrated-account/x/mcp/y/audit", "audit")]
    [InlineData("GET", "/integrated-account/x/audit", "audit")]
    [InlineData("GET", "/integrated-account/x/mcp/requests", "request or approve")]
    [InlineData("POST", "/integrated-account/x/mcp/requests", "request")]
    [InlineData("GET", "/integrated-account/x/mcp/requests/y", "request or approve")]
    [InlineData("POST", "/integrated-account/x/mcp/requests/y/grant", "approve")]
    [InlineData("POST", "/integrated-account/x/mcp/requests/y/decline", "request or approve")]
    [InlineData("POST", "/integrated-account/x/mcp/requests/y/collect", "request")]
    [InlineData("GET", "/audit", "audit")]
    [InlineData("GET", "/audit-key", "audit")]
    [InlineData("GET", "/integrated-account", "mint or approve or audit or request")]
    [InlineData("GET", "/integrated-account/x", "mint or approve or audit or request")]
    [InlineData("POST", "/api-token/x/rotate", "admin")]
    [InlineData("GET", "/api-token", "admin")]
    [InlineData("GET", "/api-token/x", "admin")]
    [InlineData("DELETE", "/api-token/x", "admin")]
    public async Task Each_call_needs_a_token_with_its_scope(string method, string path, string scope)
    {
        await using var product = await TestProduct.StartAsync();
        var verb = HttpMethod.Parse(method);

        foreach (var token in new[] { null, "", "garbage", SecretToken.Create(SecretToken.ApiPrefix), await product.TokenAsync() })
        {
            using var answer = await product.AdminAsync(verb, path, "{}", token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }

        foreach (var other in Enum.GetNames<ApiTokenScope>().Select(name => name.ToLowerInvariant()).Where(name => !scope.Split(" or ").Contains(name) && name != "admin"))
        {
            using var refused = await product.AdminAsync(verb, path, "{}", await product.ApiTokenAsync(other));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains($"lacks the scope {scope}", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var allowed = await product.AdminAsync(verb, path, "{}", await product.ApiTokenAsync(scope.Split(" or ")[^1]));
        Assert.True(allowed.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), allowed.StatusCode.ToString());
    }

    [Fact]
    public async Task An_api_token_is_shown_once_and_dies_when_deleted_or_expired()
    {
        await using var product = await TestProduct.StartAsync();
        using var created = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"ci","scopes":["mint"],"expires_at":"2026-01-01T00:01:00Z"}""");
        var token = JsonNode.Parse(await created.Content.ReadAsStringAsync())!;
        var text = (string)token["token"]!;
        using var read = await product.AdminAsync(HttpMethod.Get, $"/api-token/{token["id"]}");
        using var works = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: text);
        product.Time.Advance(TimeSpan.FromMinutes(1));
        using var expired = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: text);
        using var deleted = await product.AdminAsync(HttpMethod.Delete, $"/api-token/{token["id"]}");
        using var gone = await product.AdminAsync(HttpMethod.Get, $"/api-token/{token["id"]}");

        Assert.DoesNotContain(text, await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent, HttpStatusCode.NotFound],
            new[] { read, works, expired, deleted, gone }.Select(answer => answer.StatusCode));
    }

    [Theory]
    [InlineData("{", 400, "line 1")]
    [InlineData("""{"name":"a","name":"b"}""", 400, "twice")]
    [InlineData("""{"a":"\ud800","a":"\ud800"}""", 400, "not valid JSON; or a member stands twice")]
    [InlineData("""{"name":"\ud800"}""", 400, "half a surrogate pair")]
    [InlineData("""{"name":"a","\udc00":1}""", 400, "half a surrogate pair")]
    [InlineData("""{"name":"a","config":{"tools":["\ud800"]}}""", 400, "half a surrogate pair")]
    [InlineData("[]", 422, "an object is needed")]
    [InlineData("\"text\"", 422, "an object is needed")]
    public async Task A_malformed_body_is_told_where(string body, int status, string words)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", body);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_a_413()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"{{new string('x', 70_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"address":"http://tfe.example.com","credential":{"secret":"s"}}""", "/address")]
    [InlineData("""{"address":"https://u:p@tfe.example.com","credential":{"secret":"s"}}""", "/address")]
    [InlineData("""{"address":"https://tfe.example.com/api/v2","credential":{"secret":"s"}}""", "/address")]
    [InlineData("""{"address":"ftp://x","credential":{"secret":"s"}}""", "/address")]
    [InlineData("""{"address":"https://tfe.example.com"}""", "/credential")]
    [InlineData("""{"credential":{"value":"a-token"}}""", "/credential/secret")]
    [InlineData("""{"credential":{"secret":"s"},"organization":"../x"}""", "/organization")]
    [InlineData("""{"credential":{"secret":"s"},"policy":{"max_ttl":"2 hours"}}""", "/policy/max_ttl")]
    [InlineData("""{"credential":{"secret":"s"},"policy":{"max_ttl":"1h","default_ttl":"2h"}}""", "/policy/default_ttl")]
    [InlineData("""{"credential":{"secret":"s"},"policy":{"methods":["all"]}}""", "/policy/methods/0")]
    [InlineData("""{"credential":{"secret":"s"},"integration":"aws"}""", "/integration")]
    public async Task A_bad_account_is_a_422_and_nothing_is_stored(string body, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Put, "/integrated-account/new", body);
        using var read = await product.AdminAsync(HttpMethod.Get, "/integrated-account/new");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(pointer, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]!);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a_b")]
    [InlineData("a%2fb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task An_account_id_is_safe_in_every_store(string id)
    {
        await using var product = await TestProduct.StartAsync();
        using var put = await product.AdminAsync(HttpMethod.Put, $"/integrated-account/{id}", """{"credential":{"secret":"s"}}""");
        using var get = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{id}");

        Assert.True(put.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound, put.StatusCode.ToString());
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
    }

    [Fact]
    public async Task Changing_an_account_keeps_its_urls_and_its_creation_time()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Time.Advance(TimeSpan.FromMinutes(1));

        await product.ConnectAsync(members: ""","policy":{"max_ttl":"30m"}""");
        using var read = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}");
        var account = JsonNode.Parse(await read.Content.ReadAsStringAsync())!;
        using var call = await product.PostAsync(token, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        Assert.Equal("2026-01-01T00:00:00Z", (string)account["created_at"]!);
        Assert.Equal("30m", (string)account["policy"]!["default_ttl"]!);
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/integrated-account", "GET")]
    [InlineData("PUT", "/api-token", "GET, POST")]
    public async Task A_method_that_is_not_there_is_a_405_that_names_those_that_are(string method, string path, string allow)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Parse(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allow, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/nowhere")]
    [InlineData("/mcp/x")]
    [InlineData("/integrated-account")]
    public async Task Every_answer_has_the_headers_that_keep_urls_secret(string path)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Each_act_is_in_the_audit_log_which_names_who_and_what()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        using var _ = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");

        var acts = product.Logs.Of("ServerlessMcp.Audit").Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal(["connect_account_intent", "connect_account", "mint_intent", "mint", "revoke"], acts.Select(act => (string)act["event"]!));
        Assert.All(acts, act => Assert.Equal("bootstrap", (string)act["actor"]!));
        Assert.Equal((string)minted["id"]!, (string)acts[3]["target"]!);
    }
}
