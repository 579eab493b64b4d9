using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.OAuth;

/// <summary>POST /oauth/token (RFC 6749, 4.4) and the metadata that leads to it.</summary>
public sealed class ClientCredentialsTests
{
    private const string OAuth = """{"auth":"oauth"}""";

    [Fact]
    public async Task A_client_finds_its_way_from_a_bare_401_to_a_tool_call()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());

        using var refused = await product.PostOAuthAsync(server, null);
        var challenge = refused.Headers.WwwAuthenticate.ToString();
        var resource = await JsonAsync(product, challenge.Split('"')[1]);
        var issuer = (string)resource["authorization_servers"]![0]!;
        var metadata = await JsonAsync(product, issuer.Replace("/mcp/s/", "/.well-known/oauth-authorization-server/mcp/s/", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Post, (string)metadata["token_endpoint"]!)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client["id"]}:{client["token"]}")));
        using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        using var call = await product.PostOAuthAsync(server, (string)token["access_token"]!,
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{}}}""");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal($"Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp/s/{server["id"]}\"", challenge);
        Assert.Equal((string)server["url"]!, (string)resource["resource"]!);
        Assert.Equal(issuer, (string)metadata["issuer"]!);
        Assert.Equal(("Bearer", 600, "call"), ((string)token["token_type"]!, (int)token["expires_in"]!, (string)token["scope"]!));
        Assert.Equal(("no-store", "no-cache"), (answer.Headers.CacheControl!.ToString(), answer.Headers.Pragma.ToString()));
        Assert.Contains("payment-gateway", await call.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"\"oauth_client\":\"{client["id"]}\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_OAuth_opens_has_a_url_without_a_secret_and_no_token()
    {
        await using var product = await TestProduct.StartAsync();
        var server = await product.MintAsync(OAuth);
        using var read = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}");

        Assert.Null(server["token"]);
        Assert.Equal($"https://mcp.example.com/mcp/s/{server["id"]}", (string)server["url"]!);
        Assert.Equal((string)server["url"]!, (string)JsonNode.Parse(await read.Content.ReadAsStringAsync())!["url"]!);
    }

    [Fact]
    public async Task Metadata_is_there_for_servers_that_OAuth_opens_and_the_usual_404_for_everything_else()
    {
        await using var product = await TestProduct.StartAsync();
        var (plain, oauth, revoked, expired) = (await product.MintAsync(), await product.MintAsync(OAuth), await product.MintAsync(OAuth),
            await product.MintAsync(OAuth, members: ""","expires_at":"2026-01-01T00:00:10Z" """));
        using var _ = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{revoked["id"]}");
        product.Time.Advance(TimeSpan.FromSeconds(10));
        var nothing = await AnswerAsync(product, HttpMethod.Get, "/nothing/here");

        foreach (var kind in new[] { "oauth-protected-resource", "oauth-authorization-server" })
        {
            Assert.StartsWith("200", await AnswerAsync(product, HttpMethod.Get, $"/.well-known/{kind}/mcp/s/{oauth["id"]}"), StringComparison.Ordinal);
            foreach (var path in new[]
            {
                "", "/mcp", $"/mcp/{plain["token"]}", $"/mcp/s/{plain["id"]}", $"/mcp/s/{revoked["id"]}", $"/mcp/s/{expired["id"]}", "/mcp/s/mcp-00000000000000000000000000000000", "/mcp/s/x%2fy",
            })
            {
                Assert.Equal(nothing, await AnswerAsync(product, HttpMethod.Get, $"/.well-known/{kind}{path}"));
            }
        }

        Assert.Equal(nothing, await AnswerAsync(product, HttpMethod.Get, "/.well-known/openid-configuration"));
    }

    [Fact]
    public async Task An_unknown_server_id_answers_as_one_that_OAuth_does_not_open()
    {
        await using var product = await TestProduct.StartAsync();
        var (plain, oauth) = (await product.MintAsync(), await product.MintAsync(OAuth));
        var token = await product.AccessTokenAsync(await product.ClientAsync(), oauth);
        var answers = new HashSet<string>();
        foreach (var id in new[] { (string)plain["id"]!, "mcp-00000000000000000000000000000000", "x", "sandbox" })
        {
            foreach (var bearer in new[] { null, token, (string)plain["token"]! })
            {
                using var answer = await product.PostAsync($"s/{id}", "{}", bearer is null ? [] : [("Authorization", $"Bearer {bearer}")]);
                answers.Add($"{answer.StatusCode}{answer.Headers}{await answer.Content.ReadAsStringAsync()}");
            }

            using var exchange = await product.RequestTokenAsync(await product.ClientAsync(), $"https://mcp.example.com/mcp/s/{id}");
            Assert.Equal("invalid_target", (string)JsonNode.Parse(await exchange.Content.ReadAsStringAsync())!["error"]!);
        }

        Assert.StartsWith("Gone", Assert.Single(answers), StringComparison.Ordinal);
        Assert.DoesNotContain("WWW-Authenticate", Assert.Single(answers), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource={url}", 200, null)]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource={url}&scope=call", 200, null)]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource={url}&scope=&unknown=x", 200, null)]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource={url}&scope=admin", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}", 400, "invalid_target")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource={url}&resource={url}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret={token}&resource=https%3A%2F%2Fevil.example%2Fmcp%2Fs%2F{server}", 400, "invalid_target")]
    [InlineData("grant_type=client_credentials&client_id=api-0&client_secret={token}&resource={url}", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_secret=smcpapi_x&resource={url}", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id={id}&resource={url}", 401, "invalid_client")]
    [InlineData("grant_type=client_credentials&client_id=bootstrap&client_secret=admin-token-of-the-tests&resource={url}", 401, "invalid_client")]
    [InlineData("grant_type=authorization_code&client_id={id}&client_secret={token}&resource={url}", 400, "invalid_request")]
    [InlineData("client_id={id}&client_secret={token}&resource={url}", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id={id}&client_id={id}&client_secret={token}&resource={url}", 400, "invalid_request")]
    public async Task A_request_in_the_body_answers_as_RFC_6749_says(string body, int status, string? error)
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        body = Fill(body, server, client);

        using var answer = await product.Http.PostAsync(new Uri("/oauth/token", UriKind.Relative),
            new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded")), TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((status, error), ((int)answer.StatusCode, (string?)json["error"]));
        Assert.Equal(("application/json", "no-store"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
        Assert.Matches("^[ !#-\\[\\]-~]*$", (string?)json["error_description"] ?? "");
    }

    [Theory]
    [InlineData("Basic {basic}", "", "", 200)]
    [InlineData("basic {basic}", "", "", 200)]
    [InlineData("Basic {basic}", "", "&client_id={id}", 200)]
    [InlineData("Basic {basic}", "", "&client_secret={token}", 400)]
    [InlineData("Basic {basic}", "", "&client_id=other", 400)]
    [InlineData("Basic {basic}, Basic {basic}", "", "", 400)]
    [InlineData("Basic !", "", "", 400)]
    [InlineData("Basic eA==", "", "", 400)]
    [InlineData("Bearer {token}", "", "&client_id={id}&client_secret={token}", 400)]
    [InlineData(null, "?client_id={id}&client_secret={token}", "", 400)]
    [InlineData("Basic {basic}", "?access_token=x", "", 400)]
    [InlineData("Basic {basic}", "?resource={url}", "", 200)]
    [InlineData("Basic {basic}", "?resource=https%3A%2F%2Fmcp.example.com%2Fmcp%2Fs%2Fother", "", 400)]
    public async Task A_client_authenticates_in_one_way_and_never_in_the_url(string? authorization, string query, string more, int status)
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client["id"]}:{Uri.EscapeDataString((string)client["token"]!)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token" + Fill(query, server, client))
        {
            Content = new StringContent(Fill("grant_type=client_credentials&resource={url}" + more, server, client), new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Fill(authorization, server, client).Replace("{basic}", basic, StringComparison.Ordinal));
        }

        using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_client_that_failed_with_Basic_is_told_so_in_the_header()
    {
        await using var product = await TestProduct.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("api-0:x"u8));
        using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, "Basic realm=\"oauth\""), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task A_body_that_is_no_form_or_too_large_is_an_invalid_request()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var content in new HttpContent[] { new StringContent("{}", Encoding.UTF8, "application/json"), new FormUrlEncodedContent([new("x", new string('x', 20_000))]) })
        {
            using var answer = await product.Http.PostAsync(new Uri("/oauth/token", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal((400, "invalid_request"), ((int)answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!));
        }
    }

    [Fact]
    public async Task An_api_token_without_scope_call_is_an_unauthorized_client()
    {
        await using var product = await TestProduct.StartAsync();
        var server = await product.MintAsync(OAuth);
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"x","scopes":["mint"]}""");
        using var answer = await product.RequestTokenAsync(JsonNode.Parse(await made.Content.ReadAsStringAsync())!, (string)server["url"]!);

        Assert.Contains("unauthorized_client", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_lives_no_longer_than_its_server_and_its_api_token()
    {
        await using var product = await TestProduct.StartAsync();
        var server = await product.MintAsync(OAuth, members: ""","expires_at":"2026-01-01T00:05:00Z" """);
        using var first = await product.RequestTokenAsync(await product.ClientAsync(), (string)server["url"]!);
        using var second = await product.RequestTokenAsync(await product.ClientAsync(""","expires_at":"2026-01-01T00:02:00Z" """), (string)server["url"]!);

        Assert.Contains("\"expires_in\":300", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"expires_in\":120", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_secret_nor_access_token_nor_private_key_is_stored_or_logged()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);
        using var call = await product.PostOAuthAsync(server, token);
        var record = await product.Store.GetAsync(RecordKind.ApiToken, (string)client["id"]!, TestContext.Current.CancellationToken);
        var key = JsonNode.Parse(record!.Content.Span)!["signing_key"]!;

        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
        foreach (var secret in new[] { (string)client["token"]!, token })
        {
            Assert.DoesNotContain(secret, product.Store.Dump(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, product.Logs.All, StringComparison.Ordinal);
        }

        // Who reads the store has the hash, and it opens nothing.
        var sealedKey = new SealedKey((string)key["public_key"]!, (string)key["private_key"]!);
        foreach (var guess in new[] { SecretToken.Hash((string)client["token"]!), (string)client["id"]!, "" })
        {
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => sealedKey.Open(guess));
        }

        using var opened = sealedKey.Open((string)client["token"]!);
        Assert.Equal(sealedKey.PublicKey, Convert.ToBase64String(opened.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public async Task Many_first_exchanges_at_once_all_give_tokens_that_work()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => product.AccessTokenAsync(client, server))));

        foreach (var token in tokens)
        {
            using var answer = await product.PostOAuthAsync(server, token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"auth":"magic"}""", "/config/auth", "url, oauth")]
    [InlineData("""{"auth":"oauth","require_api_token_auth":true}""", "/config/require_api_token_auth", "leave this out")]
    [InlineData("""{"auth":"oauth","oauth_scopes":["x"]}""", "/config/oauth_scopes", "policy.oauth")]
    [InlineData("""{"auth":"oauth","oauth_scopes":["a b"]}""", "/config/oauth_scopes/0", "printable")]
    public async Task A_config_that_does_not_fit_is_a_422(string config, string pointer, string words)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"x","config":{{config}}}""");
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!;

        Assert.Equal((HttpStatusCode.UnprocessableEntity, pointer), (answer.StatusCode, (string)error["pointer"]!));
        Assert.Contains(words, (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_opens_a_server_is_fixed_when_it_is_minted()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var (config, change) in new[] { ("{}", OAuth), (OAuth, """{"auth":"url"}"""), (OAuth, """{"auth":null}""") })
        {
            var server = await product.MintAsync(config);
            using var answer = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}", $$"""{"config":{{change}}}""");
            Assert.Contains("mint another", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static string Fill(string text, JsonNode server, JsonNode client) => text
        .Replace("{id}", (string)client["id"]!, StringComparison.Ordinal).Replace("{token}", (string)client["token"]!, StringComparison.Ordinal)
        .Replace("{url}", Uri.EscapeDataString((string)server["url"]!), StringComparison.Ordinal).Replace("{server}", (string)server["id"]!, StringComparison.Ordinal);

    private static async Task<JsonNode> JsonAsync(TestProduct product, string address) =>
        JsonNode.Parse(await product.Http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken))!;

    private static async Task<string> AnswerAsync(TestProduct product, HttpMethod method, string path)
    {
        using var answer = await product.Http.SendAsync(new HttpRequestMessage(method, path), TestContext.Current.CancellationToken);
        return $"{(int)answer.StatusCode}\n{answer.Headers}\n{answer.Content.Headers}\n{await answer.Content.ReadAsStringAsync()}";
    }
}
