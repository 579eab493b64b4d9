using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.OAuth;

/// <summary>Access tokens of an account's own issuer: Entra ID, Auth0, Cognito, Okta.</summary>
public sealed class IssuerTests
{
    private const string Audience = "api://terraform-mcp";
    private const string Policy = $$$""","policy":{"oauth":{"issuer":"{{{TestIssuer.Url}}}","audience":"{{{Audience}}}","scopes":["mcp.call"]}}""";

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task A_good_token_opens_the_server_and_its_client_is_in_the_audit_log(string algorithm)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        using var call = await product.PostOAuthAsync(server, product.Issuer.Sign(product.Issuer.Claims(Audience), algorithm),
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{}}}""");

        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
        Assert.Contains("\"oauth_client\":\"client-of-the-tests\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_names_the_issuer_and_this_product_issues_nothing_for_the_account()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var path = $"/mcp/s/{server["id"]}";
        var resource = JsonNode.Parse(await product.Http.GetStringAsync(new Uri("/.well-known/oauth-protected-resource" + path, UriKind.Relative), TestContext.Current.CancellationToken))!;
        using var own = await product.Http.GetAsync(new Uri("/.well-known/oauth-authorization-server" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var exchange = await product.RequestTokenAsync(await product.ClientAsync(), (string)server["url"]!);

        Assert.Equal($"""["{TestIssuer.Url}"]""", resource["authorization_servers"]!.ToJsonString());
        Assert.Equal("""["mcp.call"]""", resource["scopes_supported"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);
        Assert.Contains("invalid_target", await exchange.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aud", "api://other")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", TestIssuer.Url + "/")]
    [InlineData("iss", null)]
    [InlineData("exp", null)]
    public async Task A_token_with_a_wrong_claim_is_refused(string claim, string? value)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims[claim] = value;
        if (value is null)
        {
            claims.Remove(claim);
        }

        await AssertAsync(product, server, product.Issuer.Sign(claims), HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Theory]
    [InlineData(-61, HttpStatusCode.Unauthorized)]
    [InlineData(-60, HttpStatusCode.Unauthorized)]
    [InlineData(-59, HttpStatusCode.OK)]
    public async Task Expiry_has_a_minute_for_clocks_that_differ_and_not_a_second_more(int seconds, HttpStatusCode status)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims["exp"] = product.Time.GetUtcNow().ToUnixTimeSeconds() + seconds;
        claims["nbf"] = product.Time.GetUtcNow().ToUnixTimeSeconds() - 600;
        await AssertAsync(product, server, product.Issuer.Sign(claims), status);
    }

    [Theory]
    [InlineData(61, HttpStatusCode.Unauthorized)]
    [InlineData(60, HttpStatusCode.OK)]
    public async Task A_token_that_begins_later_is_refused(int seconds, HttpStatusCode status)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims["nbf"] = product.Time.GetUtcNow().ToUnixTimeSeconds() + seconds;
        await AssertAsync(product, server, product.Issuer.Sign(claims), status);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    public async Task Alg_none_and_HS256_with_the_public_key_are_refused(string algorithm)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.OK);
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience), algorithm), HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task A_key_id_swapped_for_another_key_of_the_issuer_or_for_a_symmetric_one_is_refused()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        foreach (var id in new[] { product.Issuer.EcId, "oct" })
        {
            await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience), "RS256", id), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Fact]
    public async Task A_token_signed_by_a_stranger_under_a_known_key_id_is_refused()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var stranger = new TestIssuer(product.Time) { Rsa = key };
        await AssertAsync(product, server, stranger.Sign(stranger.Claims(Audience)), HttpStatusCode.Unauthorized, "invalid_token");
    }

    // RFC 8725, 3.11: what an issuer signs for something else is no access token, however right the rest is.
    [Theory]
    [InlineData("\"JWT\"", HttpStatusCode.OK)]
    [InlineData("\"jwt\"", HttpStatusCode.OK)]
    [InlineData("\"at+jwt\"", HttpStatusCode.OK)]
    [InlineData("\"application/at+JWT\"", HttpStatusCode.OK)]
    [InlineData("\"dpop+jwt\"", HttpStatusCode.Unauthorized)]
    [InlineData("\"logout+jwt\"", HttpStatusCode.Unauthorized)]
    [InlineData("\"secevent+jwt\"", HttpStatusCode.Unauthorized)]
    [InlineData("\"id_token+jwt\"", HttpStatusCode.Unauthorized)]
    [InlineData("\"JWE\"", HttpStatusCode.Unauthorized)]
    [InlineData("\"at+jwt \"", HttpStatusCode.Unauthorized)]
    [InlineData("5", HttpStatusCode.Unauthorized)]
    [InlineData("[\"JWT\"]", HttpStatusCode.Unauthorized)]
    public async Task A_token_of_another_type_is_refused(string type, HttpStatusCode status)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience), type: JsonNode.Parse(type)), status);
    }

    [Theory]
    [InlineData("scp", "\"mcp.call\"", HttpStatusCode.OK)]
    [InlineData("scope", "\"openid mcp.call\"", HttpStatusCode.OK)]
    [InlineData("roles", "[\"mcp.call\",\"x\"]", HttpStatusCode.OK)]
    [InlineData("scp", "[\"mcp.call\"]", HttpStatusCode.OK)]
    [InlineData("scp", "\"mcp.callx mcp\"", HttpStatusCode.Forbidden)]
    [InlineData("scp", "\"MCP.CALL\"", HttpStatusCode.Forbidden)]
    [InlineData("other", "\"mcp.call\"", HttpStatusCode.Forbidden)]
    public async Task Scopes_and_roles_are_checked_wherever_issuers_write_them(string claim, string value, HttpStatusCode status)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims.Remove("scp");
        claims[claim] = JsonNode.Parse(value);
        await AssertAsync(product, server, product.Issuer.Sign(claims), status, status == HttpStatusCode.Forbidden ? "insufficient_scope" : null);
    }

    [Fact]
    public async Task Scopes_of_an_issuer_that_the_account_has_no_more_are_held_by_nobody()
    {
        var (product, _) = await StartAsync();
        await using var __ = product;
        var server = await product.MintAsync("""{"auth":"oauth","oauth_scopes":["mcp.narrow"]}""");
        await product.ConnectAsync();
        var token = await product.AccessTokenAsync(await product.ClientAsync(), server);
        await AssertAsync(product, server, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Theory]
    [InlineData("iss", "5")]
    [InlineData("aud", """{"a":1}""")]
    [InlineData("aud", "[]")]
    [InlineData("aud", "[null]")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("nbf", "[]")]
    [InlineData("scp", """{"mcp.call":true}""")]
    [InlineData("scp", "null")]
    [InlineData("azp", "[\"x\"]")]
    public async Task A_claim_of_another_kind_is_never_a_500(string claim, string value)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims[claim] = JsonNode.Parse(value);
        using var answer = await product.PostOAuthAsync(server, product.Issuer.Sign(claims));
        var expected = claim == "scp" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized;
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_scope_of_its_own_keeps_tokens_of_one_server_out_of_another()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var narrow = await product.MintAsync("""{"auth":"oauth","oauth_scopes":["mcp.narrow"]}""");
        var claims = product.Issuer.Claims(Audience);

        await AssertAsync(product, server, product.Issuer.Sign(claims), HttpStatusCode.OK);
        await AssertAsync(product, narrow, product.Issuer.Sign(claims), HttpStatusCode.Forbidden, "insufficient_scope");
        claims["scp"] = "mcp.call mcp.narrow";
        await AssertAsync(product, narrow, product.Issuer.Sign(claims), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_an_audience_in_the_policy_it_is_the_servers_url()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: $$$""","policy":{"oauth":{"issuer":"{{{TestIssuer.Url}}}"}}""");
        var (one, two) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.MintAsync("""{"auth":"oauth"}"""));
        var token = product.Issuer.Sign(product.Issuer.Claims((string)one["url"]!));

        await AssertAsync(product, one, token, HttpStatusCode.OK);
        await AssertAsync(product, two, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task A_token_of_this_product_opens_nothing_where_an_issuer_is_set_and_dies_when_one_is()
    {
        await using var product = await TestProduct.StartAsync();
        var server = await product.MintAsync("""{"auth":"oauth"}""");
        var token = await product.AccessTokenAsync(await product.ClientAsync(), server);
        await AssertAsync(product, server, token, HttpStatusCode.OK);
        await product.ConnectAsync(members: Policy);
        await AssertAsync(product, server, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task New_keys_are_found_and_made_up_key_ids_ask_the_issuer_once_a_minute()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.OK);
        Assert.Equal(1, product.Issuer.Questions);

        product.Issuer.Rotate();
        product.Time.Advance(IssuerKeys.Interval);
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.OK);
        Assert.Equal(2, product.Issuer.Questions);

        for (var i = 0; i < 20; i++)
        {
            await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience), "RS256", $"made-up-{i}"), HttpStatusCode.Unauthorized, "invalid_token");
        }

        Assert.Equal(2, product.Issuer.Questions);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_over_within_the_hour()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var claims = product.Issuer.Claims(Audience);
        claims["exp"] = product.Time.GetUtcNow().ToUnixTimeSeconds() + 86_400;
        var old = product.Issuer.Sign(claims);
        await AssertAsync(product, server, old, HttpStatusCode.OK);
        product.Issuer.Rotate();
        product.Time.Advance(IssuerKeys.Fresh);
        await AssertAsync(product, server, old, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task An_issuer_that_is_down_is_a_503_until_it_was_heard_once_and_then_its_keys_hold_for_a_day()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        product.Issuer.IsDown = true;
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.ServiceUnavailable);
        product.Issuer.IsDown = false;
        product.Time.Advance(IssuerKeys.Interval);
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.OK);
        product.Issuer.IsDown = true;
        product.Time.Advance(IssuerKeys.Fresh);
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.OK);
        using var patched = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}", """{"expires_at":"2026-01-02T01:00:00Z"}""");
        product.Time.Advance(IssuerKeys.Stale - IssuerKeys.Fresh);
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("https://other.example", null)]
    [InlineData(null, "http://login.example/keys")]
    [InlineData(null, "https://127.0.0.1/keys")]
    [InlineData(null, "https://169.254.169.254/keys")]
    [InlineData(null, "https://localhost/keys")]
    [InlineData(null, "file:///etc/passwd")]
    [InlineData(null, "nothing")]
    public async Task Metadata_that_leads_elsewhere_is_a_503(string? issuer, string? keys)
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        product.Issuer.IssuerInMetadata = issuer ?? TestIssuer.Url;
        product.Issuer.KeysAddress = keys ?? product.Issuer.KeysAddress;
        await AssertAsync(product, server, product.Issuer.Sign(product.Issuer.Claims(Audience)), HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task An_issuer_at_a_private_address_is_not_asked_unless_the_host_names_it()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"oauth":{"issuer":"https://localhost/x"}}""");
        var server = await product.MintAsync("""{"auth":"oauth"}""");
        var claims = product.Issuer.Claims((string)server["url"]!);
        claims["iss"] = "https://localhost/x";
        await AssertAsync(product, server, product.Issuer.Sign(claims), HttpStatusCode.ServiceUnavailable);
        Assert.Contains("PrivateAddress", product.Logs.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"issuer":"http://login.example"}""", "/policy/oauth/issuer")]
    [InlineData("""{"issuer":"https://u:p@login.example"}""", "/policy/oauth/issuer")]
    [InlineData("""{"audience":"x"}""", "/policy/oauth/issuer")]
    [InlineData("""{"issuer":"https://login.example","scopes":["a b"]}""", "/policy/oauth/scopes/0")]
    [InlineData("""{"issuer":"https://login.example","jwks":"x"}""", "/policy/oauth/jwks")]
    public async Task A_policy_that_does_not_fit_is_a_422(string oauth, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Put, "/integrated-account/x", $$$"""{"credential":{"secret":"s"},"policy":{"oauth":{{{oauth}}}}}""");
        Assert.Equal(pointer, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]!);
    }

    [Fact]
    public async Task A_policy_that_asks_for_an_API_token_is_not_met_by_a_token_of_the_issuer_at_minting_or_later()
    {
        var (product, server) = await StartAsync();
        await using var _ = product;
        var token = product.Issuer.Sign(product.Issuer.Claims(Audience));
        await AssertAsync(product, server, token, HttpStatusCode.OK);
        await product.ConnectAsync(members: Policy.Replace("""{"oauth":""", """{"require_api_token_auth":true,"oauth":""", StringComparison.Ordinal));

        using var call = await product.PostOAuthAsync(server, token);
        Assert.Equal(HttpStatusCode.Forbidden, call.StatusCode);
        Assert.Contains("require_api_token_auth", await call.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertAsync(product, server, "wrong", HttpStatusCode.Unauthorized, "invalid_token");

        using var minting = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", """{"name":"x","config":{"auth":"oauth"}}""");
        var problem = JsonNode.Parse(await minting.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/config/auth"), (minting.StatusCode, (string)problem["errors"]![0]!["pointer"]!));
        Assert.Contains("require_api_token_auth", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_of_ours_stands_for_the_API_token_that_such_a_policy_asks_for()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"require_api_token_auth":true}""");
        var server = await product.MintAsync("""{"auth":"oauth"}""");
        await AssertAsync(product, server, await product.AccessTokenAsync(await product.ClientAsync(), server), HttpStatusCode.OK);
    }

    private static async Task<(TestProduct Product, JsonNode Server)> StartAsync()
    {
        var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: Policy);
        return (product, await product.MintAsync("""{"auth":"oauth"}"""));
    }

    private static async Task AssertAsync(TestProduct product, JsonNode server, string token, HttpStatusCode status, string? error = null)
    {
        using var answer = await product.PostOAuthAsync(server, token);
        Assert.Equal(status, answer.StatusCode);
        if (error is not null)
        {
            Assert.StartsWith($"Bearer error=\"{error}\", resource_metadata=\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }
}
