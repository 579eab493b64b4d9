using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.OAuth;

/// <summary>Access tokens of ours that must not open anything. Each test first shows that the token it attacks with would.</summary>
public sealed class AccessTokenAttackTests
{
    private const string OAuth = """{"auth":"oauth"}""";

    [Fact]
    public async Task Token_of_another_server_replayed_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (one, two, client) = (await product.MintAsync(OAuth), await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, one);

        await AssertAsync(product, one, token, HttpStatusCode.OK);
        await AssertAsync(product, two, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Token_of_another_account_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var (here, there) = (await product.MintAsync(OAuth), await product.MintAsync(OAuth, "other"));
        var client = await product.ClientAsync(""","integrated_accounts":["sandbox"]""");
        var token = await product.AccessTokenAsync(client, here);
        using var exchange = await product.RequestTokenAsync(client, (string)there["url"]!);

        await AssertAsync(product, here, token, HttpStatusCode.OK);
        await AssertAsync(product, there, token, HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Contains("invalid_target", await exchange.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_expired_by_a_second_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);

        product.Time.Advance(TimeSpan.FromSeconds(599));
        await AssertAsync(product, server, token, HttpStatusCode.OK);
        product.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(product, server, token, HttpStatusCode.Unauthorized, "invalid_token");
        product.Time.Advance(TimeSpan.FromSeconds(1));
        await AssertAsync(product, server, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Token_whose_api_token_was_deleted_between_two_calls_is_refused_on_the_second()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);

        await AssertAsync(product, server, token, HttpStatusCode.OK);
        using var deleted = await product.AdminAsync(HttpMethod.Delete, $"/api-token/{client["id"]}");
        await AssertAsync(product, server, token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Token_whose_server_was_revoked_between_two_calls_finds_nothing_on_the_second()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);

        await AssertAsync(product, server, token, HttpStatusCode.OK);
        using var revoked = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}");
        await AssertAsync(product, server, token, HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Token_signed_with_alg_none_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var claims = Claims(await product.AccessTokenAsync(client, server));
        foreach (var algorithm in new[] { "none", "None", "NONE", "" })
        {
            var header = new JsonObject { ["alg"] = algorithm, ["kid"] = (string)client["id"]!, ["typ"] = "at+jwt" };
            await AssertAsync(product, server, TestIssuer.Jwt(header, claims, _ => []), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Fact]
    public async Task Token_signed_with_the_public_key_as_a_secret_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var claims = Claims(await product.AccessTokenAsync(client, server));
        var record = await product.Store.GetAsync(RecordKind.ApiToken, (string)client["id"]!, TestContext.Current.CancellationToken);
        var publicKey = (string)JsonNode.Parse(record!.Content.Span)!["signing_key"]!["public_key"]!;
        foreach (var secret in new[] { Encoding.ASCII.GetBytes(publicKey), Convert.FromBase64String(publicKey), Encoding.ASCII.GetBytes((string)client["token"]!) })
        {
            var header = new JsonObject { ["alg"] = "HS256", ["kid"] = (string)client["id"]!, ["typ"] = "at+jwt" };
            await AssertAsync(product, server, TestIssuer.Jwt(header, claims, bytes => HMACSHA256.HashData(secret, bytes)), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Fact]
    public async Task Token_under_another_clients_key_id_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, mine, other) = (await product.MintAsync(OAuth), await product.ClientAsync(), await product.ClientAsync());
        var token = await product.AccessTokenAsync(mine, server);
        await product.AccessTokenAsync(other, server);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var id in new[] { (string)other["id"]!, "api-0", "../x", "" })
        {
            var header = new JsonObject { ["alg"] = "ES256", ["kid"] = id, ["typ"] = "at+jwt" };
            await AssertAsync(product, server, $"{Encode(header)}.{token.Split('.', 2)[1]}", HttpStatusCode.Unauthorized, "invalid_token");
            await AssertAsync(product, server, TestIssuer.Jwt(header, Claims(token), bytes => stranger.SignData(bytes, HashAlgorithmName.SHA256)), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Theory]
    [InlineData("aud", "https://mcp.example.com/mcp/s/other")]
    [InlineData("aud", "https://mcp.example.com")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("exp", null)]
    [InlineData("sub", "api-other")]
    [InlineData("scope", "other")]
    [InlineData("scope", null)]
    public async Task Token_of_the_right_key_with_a_wrong_claim_is_refused(string claim, string? value)
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);
        using var key = await KeyAsync(product, client);
        var claims = Claims(token);
        await AssertAsync(product, server, Sign(claims), HttpStatusCode.OK);

        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        await AssertAsync(product, server, Sign(claims), HttpStatusCode.Unauthorized, "invalid_token");

        string Sign(JsonObject signed) => TestIssuer.Jwt(
            new JsonObject { ["alg"] = "ES256", ["kid"] = (string)client["id"]!, ["typ"] = "at+jwt" }, signed, bytes => key.SignData(bytes, HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Token_of_another_type_is_refused()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var claims = Claims(await product.AccessTokenAsync(client, server));
        using var key = await KeyAsync(product, client);
        foreach (var header in new JsonObject[]
        {
            new() { ["alg"] = "ES256", ["kid"] = (string)client["id"]!, ["typ"] = "JWT" },
            new() { ["alg"] = "ES256", ["kid"] = (string)client["id"]! },
        })
        {
            await AssertAsync(product, server, TestIssuer.Jwt(header, claims, bytes => key.SignData(bytes, HashAlgorithmName.SHA256)), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Fact]
    public async Task Token_changed_by_one_character_is_refused_wherever_it_is()
    {
        await using var product = await TestProduct.StartAsync(options => options.GuessesPerMinute = int.MaxValue);
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);
        for (var i = 0; i < token.Length - 1; i += 7)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            await AssertAsync(product, server, new string(changed), HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b.c.d.e")]
    [InlineData("smcpapi_x")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..")]
    public async Task Garbage_is_refused(string token)
    {
        await using var product = await TestProduct.StartAsync();
        await AssertAsync(product, await product.MintAsync(OAuth), token, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task The_client_secret_and_a_url_token_open_no_OAuth_server()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync(OAuth), await product.ClientAsync());

        await AssertAsync(product, server, (string)client["token"]!, HttpStatusCode.Unauthorized, "invalid_token");
        await AssertAsync(product, server, TestProduct.AdminToken, HttpStatusCode.Unauthorized, "invalid_token");
        await AssertAsync(product, server, await product.TokenAsync(), HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task An_access_token_opens_neither_the_control_plane_nor_a_url_with_a_second_factor()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.AccessTokenAsync(await product.ClientAsync(), await product.MintAsync(OAuth));
        using var admin = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: token);
        using var second = await product.PostAsync(await product.TokenAsync("""{"require_api_token_auth":true}"""), "{}", ("X-API-Key", token));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (admin.StatusCode, second.StatusCode));
    }

    /// <summary>Each step of an agent with a credential, and what it takes to be let through.</summary>
    public static TheoryData<string, bool> Steps => new(
        from step in new[] { "mint", "metadata", "token", "call", "scoped call", "scoped change" } from goesOn in new[] { true, false } select (step, goesOn));

    [Trait("Lane", "slow")]
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_store_outage_is_a_503_at_every_step_and_never_a_yes(string step, bool goesOn)
    {
        var asked = await AskedAsync(step);
        Assert.NotEmpty(asked);
        for (var n = 0; n < asked.Count; n++)
        {
            // An outage that begins with the n-th question, and one that is over after it.
            var (answer, isSent) = await FailAtAsync(step, number => goesOn ? number >= n : number == n);
            var place = $"{step}, question {n + 1} of {asked.Count}: {asked[n]}";
            if (IsBesides(asked, n, step))
            {
                continue;
            }

            Assert.True(IsRefused(answer), $"{place}: {answer}");
            Assert.False(isSent && n <= asked.IndexOf("AuditEntry CreateAsync"), $"{place}: a change was sent all the same.");
        }
    }

    // Where a chain ends is noted besides, and what came of an act of the control plane: its intent stands.
    private static bool IsBesides(List<string> asked, int n, string step)
    {
        var intent = asked.IndexOf("AuditEntry CreateAsync");
        return intent >= 0 && n > intent && (asked[n].StartsWith("AuditHead", StringComparison.Ordinal) || (step is "mint" or "token" && asked[n].StartsWith("AuditEntry", StringComparison.Ordinal)));
    }

    private static bool IsRefused(string answer) =>
        (answer.StartsWith("ServiceUnavailable", StringComparison.Ordinal) || (answer.Contains("\"isError\":true", StringComparison.Ordinal) && answer.Contains("\\\"status\\\":503", StringComparison.Ordinal)))
        && !answer.Contains("access_token\"", StringComparison.Ordinal) && !answer.Contains("smcp_", StringComparison.Ordinal) && !answer.Contains("ws-", StringComparison.Ordinal);

    private static async Task<List<string>> AskedAsync(string step)
    {
        var asked = new List<string>();
        await using var product = await TestProduct.StartAsync();
        var run = await PrepareAsync(product, step);
        product.Store.Before = (kind, operation, _) =>
        {
            asked.Add($"{kind} {operation}");
            return Task.CompletedTask;
        };
        var answer = await run();
        Assert.True(answer[0] is 'O' or 'C' && !answer.Contains("\"isError\":true", StringComparison.Ordinal), answer); // OK, Created.
        return asked;
    }

    private static async Task<(string Answer, bool IsSent)> FailAtAsync(string step, Func<int, bool> fails)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await PrepareAsync(product, step);
        var number = -1;
        product.Store.Before = (_, _, _) => fails(Interlocked.Increment(ref number)) ? throw new StoreUnavailableException("The store is told to be down.") : Task.CompletedTask;
        return (await run(), product.Sandbox.Requests.ToList().Any(request => request.Method != "GET"));
    }

    private static async Task<Func<Task<string>>> PrepareAsync(TestProduct product, string step)
    {
        var scope = step.StartsWith("scoped", StringComparison.Ordinal) ? ""","methods":["*"],"scope":{"workspaces":["eu-frontend"]}""" : "";
        var server = await product.MintAsync($$"""{"auth":"oauth"{{scope}}}""");
        var client = await product.ClientAsync();

        // Its use is noted once in ten minutes, beside the call: not now.
        (await product.AdminAsync(HttpMethod.Get, "/api-token", token: (string)client["token"]!)).Dispose();
        var token = step.EndsWith("call", StringComparison.Ordinal) || step == "scoped change" ? await product.AccessTokenAsync(client, server) : null;
        return async () =>
        {
            using var answer = await (step switch
            {
                "mint" => product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", """{"name":"x"}"""),
                "metadata" => product.Http.GetAsync(new Uri($"/.well-known/oauth-protected-resource/mcp/s/{server["id"]}", UriKind.Relative), TestContext.Current.CancellationToken),
                "token" => product.RequestTokenAsync(client, (string)server["url"]!),
                "scoped change" => product.PostOAuthAsync(server, token, Tool("create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""")),
                _ => product.PostOAuthAsync(server, token, Tool("list_all_hashicorp_terraform_cloud_workspaces", "{}")),
            });
            return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        };
    }

    private static string Tool(string name, string arguments) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{name}}}","arguments":{{{arguments}}}}}""";

    private static async Task AssertAsync(TestProduct product, JsonNode server, string? token, HttpStatusCode status, string? error = null)
    {
        using var answer = await product.PostOAuthAsync(server, token);
        Assert.Equal(status, answer.StatusCode);
        if (error is not null)
        {
            Assert.StartsWith($"Bearer error=\"{error}\", resource_metadata=\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    private static JsonObject Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static async Task<ECDsa> KeyAsync(TestProduct product, JsonNode client)
    {
        var record = await product.Store.GetAsync(RecordKind.ApiToken, (string)client["id"]!, TestContext.Current.CancellationToken);
        var key = JsonNode.Parse(record!.Content.Span)!["signing_key"]!;
        return new SealedKey((string)key["public_key"]!, (string)key["private_key"]!).Open((string)client["token"]!);
    }
}
