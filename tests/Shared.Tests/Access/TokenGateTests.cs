using System.Net;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

public sealed class TokenGateTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    [Fact]
    public async Task Expired_revoked_unknown_and_malformed_tokens_answer_the_same_bytes_and_headers()
    {
        await using var product = await TestProduct.StartAsync();
        var expired = (string)(await product.MintAsync(members: ""","expires_at":"2026-01-01T00:00:10Z" """))["token"]!;
        var revoked = await product.MintAsync();
        using var _ = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{revoked["id"]}");
        await product.ConnectAsync("gone");
        var orphan = (string)(await product.MintAsync(account: "gone"))["token"]!;
        using var __ = await product.AdminAsync(HttpMethod.Delete, "/integrated-account/gone");
        product.Time.Advance(TimeSpan.FromSeconds(10));

        // To each body the same, with its id; who sends none gets none.
        var answers = new Dictionary<string, HashSet<string>>();
        async Task NoteAsync(string body, HttpResponseMessage answer) =>
            (answers.TryGetValue(body, out var known) ? known : answers[body] = []).Add($"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}");
        foreach (var token in new[] { expired, (string)revoked["token"]!, orphan, SecretToken.Create(SecretToken.UrlPrefix), "garbage", "smcp_", expired + "x", "a%2fb" })
        {
            foreach (var body in new[] { List, "not json", "[]" })
            {
                using var answer = await product.PostAsync(token, body);
                Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
                await NoteAsync(body, answer);
            }

            foreach (var method in new[] { "GET", "DELETE", "PUT", "OPTIONS" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), $"/mcp/{token}");
                using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
                await NoteAsync("not json", answer);
            }
        }

        using var bearer = await product.PostAsync(null, List, ("Authorization", "Bearer " + expired));
        await NoteAsync(List, bearer);
        Assert.All(answers.Values, answer => Assert.Single(answer));
        Assert.Equal(answers["[]"], answers["not json"]);
        Assert.NotEqual(answers["[]"], answers[List]);
    }

    [Fact]
    public async Task A_url_works_until_its_last_instant_and_is_dead_at_expires_at()
    {
        await using var product = await TestProduct.StartAsync();
        var token = (string)(await product.MintAsync(members: ""","expires_at":"2026-01-01T01:00:00Z" """))["token"]!;

        product.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        using var before = await product.PostAsync(token, List);
        product.Time.Advance(TimeSpan.FromTicks(1));
        using var after = await product.PostAsync(token, List);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, after.StatusCode);
    }

    [Fact]
    public async Task Garbage_is_refused_without_a_store_read()
    {
        await using var product = await TestProduct.StartAsync();
        product.Store.IsDown = true;

        using var answer = await product.PostAsync("smcp_garbage", List);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_down_means_503_and_never_a_yes()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Store.IsDown = true;

        using var call = await product.PostAsync(token, List);
        using var admin = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: SecretToken.Create(SecretToken.ApiPrefix));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, call.StatusCode);
        Assert.Equal("5", call.Headers.RetryAfter?.ToString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, admin.StatusCode);
    }

    [Fact]
    public async Task A_store_that_never_answers_means_503_within_five_seconds()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Store.IsSilent = true;

        var call = product.PostAsync(token, List);
        await product.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(1), atMost: TimeSpan.FromSeconds(5));

        using var answer = await call;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task An_account_made_again_does_not_bring_its_old_urls_back()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("again");
        var minted = await product.MintAsync(account: "again");
        var record = await product.Store.GetAsync(RecordKind.McpServer, (string)minted["id"]!, TestContext.Current.CancellationToken);
        using var _ = await product.AdminAsync(HttpMethod.Delete, "/integrated-account/again");
        product.Time.Advance(TimeSpan.FromSeconds(1));
        await product.ConnectAsync("again");

        // As if the deletion had been interrupted before it came to this record.
        await product.Store.CreateAsync(record!, TestContext.Current.CancellationToken);
        using var answer = await product.PostAsync((string)minted["token"]!, List);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task A_url_with_require_api_token_auth_wants_a_token_with_scope_call(string header, string scheme)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"require_api_token_auth":true}""");

        using var none = await product.PostAsync(token, List);
        using var wrong = await product.PostAsync(token, List, (header, scheme + SecretToken.Create(SecretToken.ApiPrefix)));
        using var audit = await product.PostAsync(token, List, (header, scheme + await product.ApiTokenAsync("audit")));
        using var right = await product.PostAsync(token, List, (header, scheme + await product.ApiTokenAsync("call")));

        foreach (var refused in new[] { none, wrong, audit })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.Contains("none came", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("none that works", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("lacks the scope call", await audit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("tools", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task With_the_url_token_as_bearer_the_second_factor_comes_as_X_API_Key()
    {
        await using var product = await TestProduct.StartAsync();
        var url = ("Authorization", "Bearer " + await product.TokenAsync("""{"require_api_token_auth":true}"""));
        var key = ("X-API-Key", await product.ApiTokenAsync("call"));

        using var one = await product.PostAsync(null, List, url);
        using var both = await product.PostAsync(null, List, url, key);

        Assert.Equal(HttpStatusCode.Unauthorized, one.StatusCode);
        Assert.Equal(HttpStatusCode.OK, both.StatusCode);
    }

    [Fact]
    public async Task An_api_token_does_not_make_a_dead_url_speak()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"require_api_token_auth":true}""");
        using var _ = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp");

        using var without = await product.PostAsync((string)minted["token"]!, List);
        using var with = await product.PostAsync((string)minted["token"]!, List, ("X-API-Key", TestProduct.AdminToken));

        Assert.Equal(HttpStatusCode.Gone, without.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, with.StatusCode);
    }

    [Fact]
    public async Task A_policy_tightened_after_minting_bites_on_the_next_call()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        const string Arguments = """{"workspace_id":"ws-nothing000000000"}""";
        var before = await product.AskAsync(token, "tools/call", $$"""{"name":"hashicorp_terraform_cloud_workspaces_lock","arguments":{{Arguments}}}""");

        await product.ConnectAsync(members: ""","policy":{"methods":["read"]}""");
        var after = await product.AskAsync(token, "tools/call", $$"""{"name":"hashicorp_terraform_cloud_workspaces_lock","arguments":{{Arguments}}}""");

        Assert.Null(before["error"]);
        Assert.Contains("Unknown tool", (string)after["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_never_holds_a_token()
    {
        await using var product = await TestProduct.StartAsync();
        var url = await product.TokenAsync();
        var api = await product.ApiTokenAsync("call");

        var stored = product.Store.Dump();

        Assert.DoesNotContain(url, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(api, stored, StringComparison.Ordinal);
        Assert.Contains(SecretToken.Hash(url), stored, StringComparison.Ordinal);
    }
}
