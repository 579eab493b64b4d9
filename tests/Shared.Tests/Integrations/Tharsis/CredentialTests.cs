using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox.Tharsis;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>Tokens are traded for the account's secret, renewed before they end, and whatever is wrong with that is told so that a person knows what to do.</summary>
public sealed class CredentialTests
{
    private static readonly object Workspace = new { id = "my-org/my-workspace" };

    [Fact]
    public async Task A_token_serves_for_its_fifteen_minutes_and_is_renewed_a_minute_before()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        await GoodAsync(tharsis, token);
        tharsis.Product.Time.Advance(TimeSpan.FromSeconds(839));
        await GoodAsync(tharsis, token);
        Assert.Equal(1, tharsis.Sandbox.TokensGiven);
        tharsis.Product.Time.Advance(TimeSpan.FromSeconds(2));
        await GoodAsync(tharsis, token);
        Assert.Equal(2, tharsis.Sandbox.TokensGiven);
    }

    [Theory]
    [InlineData("/v1/serviceaccounts/token", 1)]
    [InlineData("/v1/serviceaccounts/oauth/token", 2)]
    public async Task Both_addresses_of_tokens_are_found_and_the_one_that_answers_is_kept(string path, int tried)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        tharsis.Sandbox.Options.TokenPath = path;
        var token = await tharsis.TokenAsync();
        await GoodAsync(tharsis, token);
        Assert.Equal(tried, tharsis.Asked.Count(one => one.Path.Contains("serviceaccounts", StringComparison.Ordinal)));
        tharsis.Product.Time.Advance(TimeSpan.FromMinutes(15));
        await GoodAsync(tharsis, token);
        Assert.Equal(tried + 1, tharsis.Asked.Count(one => one.Path.Contains("serviceaccounts", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_address_that_the_account_names_is_the_only_one_that_gets_the_secret()
    {
        await using var tharsis = await TharsisProduct.StartAsync(members: $$""","token_url":"https://{{TharsisProduct.Host}}/v1/serviceaccounts/oauth/token" """);
        Assert.Equal("no token endpoint", (string?)(await tharsis.CallAsync(await tharsis.TokenAsync(), "get_workspace", Workspace))["error"]!["title"]);
        Assert.Equal(["/v1/serviceaccounts/oauth/token"], tharsis.Asked.Select(one => one.Path));
    }

    [Fact]
    public async Task The_identity_of_a_workload_is_traded_and_one_that_is_not_trusted_is_told()
    {
        await using var tharsis = await TharsisProduct.StartAsync(secret: "identity-of-my-org/agent", members: ""","login":"oidc" """);
        var token = await tharsis.TokenAsync();
        await GoodAsync(tharsis, token);
        tharsis.Product.Credentials.Token = "identity-of-somebody";
        tharsis.Product.Time.Advance(TimeSpan.FromMinutes(15));
        var error = (await tharsis.CallAsync(token, "get_workspace", Workspace))["error"]!;
        Assert.Contains("not trusted by any trust policy", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Contains("OIDC trust policies", (string)error["hint"]!, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, bool> Troubles => new()
    {
        { "expired", "secret refused", "it expired on 2026-01-01", false },
        { "wrong", "secret refused", "is wrong or has expired", false },
        { "revoked", "secret refused", "there is no such service account any more", false },
        { "deleted meanwhile", "secret refused", "no such service account any more", false },
        { "endpoint down", "token endpoint down", "answered 500", true },
        { "maintenance", "unavailable", "maintenance mode", true },
        { "limit", "too many requests", "takes no more requests", true },
        { "proxy", "not Tharsis", "A proxy may stand before it", false },
        { "no secret", "no credential", "its vault has no such secret", false },
        { "vault down", "no credential", "its vault does not answer", false },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Each_trouble_is_told_with_what_to_do(string trouble, string title, string detail, bool isRetryable)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        if (trouble is "expired" or "deleted meanwhile" or "maintenance")
        {
            await GoodAsync(tharsis, token);
        }

        var options = tharsis.Sandbox.Options;
        switch (trouble)
        {
            case "expired":
                // Asked for with the first call of a token: what was told of its end is what the refusal says.
                tharsis.Sandbox.ExpireSecret("my-org/agent", tharsis.Product.Time.GetUtcNow().AddMinutes(20));
                tharsis.Product.Time.Advance(TimeSpan.FromMinutes(15));
                await GoodAsync(tharsis, token);
                tharsis.Product.Time.Advance(TimeSpan.FromMinutes(15));
                break;
            case "wrong":
                tharsis.Product.Credentials.Token = "another";
                break;
            case "revoked" or "deleted meanwhile":
                tharsis.Sandbox.Revoke("my-org/agent");
                break;
            case "endpoint down":
                options.TokenEndpointStatus = 500;
                break;
            case "maintenance":
                options.IsInMaintenance = true;
                break;
            case "limit":
                options.RequestsPerSecond = 1;
                break;
            case "proxy":
                options.ProxyPage = true;
                break;
            case "no secret":
                tharsis.Product.Credentials.Token = null;
                break;
            default:
                tharsis.Product.Credentials.IsDown = true;
                break;
        }

        var error = (await tharsis.CallAsync(token, "get_workspace", Workspace))["error"]!;
        Assert.Equal(title, (string?)error["title"]);
        Assert.Contains(detail, (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(isRetryable, (bool)error["retryable"]!);
        Assert.NotEmpty((string?)error["hint"] ?? "");
        Assert.DoesNotContain(TharsisSandbox.MyOrgSecret, error.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_ends_within_a_week_is_told_once_a_day_in_the_log_and_whenever_somebody_looks()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        tharsis.Sandbox.ExpireSecret("my-org/agent", tharsis.Product.Time.GetUtcNow().AddDays(6));
        for (var call = 0; call < 4; call++)
        {
            await GoodAsync(tharsis, await tharsis.TokenAsync());
            tharsis.Product.Time.Advance(TimeSpan.FromHours(7));
        }

        var told = tharsis.Product.Logs.Of("ServerlessMcp.Tharsis");
        Assert.Equal(1, told.Count(line => line.Contains("expires in 6 days", StringComparison.Ordinal)));
        await GoodAsync(tharsis, await tharsis.TokenAsync());
        Assert.Equal(1, tharsis.Product.Logs.Of("ServerlessMcp.Tharsis").Count(line => line.Contains("expires in 4 days", StringComparison.Ordinal)));
        using var looked = await tharsis.Product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TharsisProduct.Account}/mcp", """{"name":"x","dry_run":true,"config":{}}""");
        var preview = JsonNode.Parse(await looked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["tharsis"]!;
        Assert.True((bool)preview["reachable"]!);
        Assert.Equal("my-org/agent", (string?)preview["path"]);
        Assert.Contains("The client secret expires on 2026-01-07", (string)preview["problem"]!, StringComparison.Ordinal);
        using var read = await tharsis.Product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TharsisProduct.Account}");
        Assert.Contains("The client secret expires on 2026-01-07", await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","service_account":"my-org/agent" """, "service_account")]
    [InlineData(""","login":"password" """, "login")]
    [InlineData(""","token_url":"http://tharsis.example.com/token" """, "token_url")]
    [InlineData(""","documentation":"https://docs.example.com/tharsis" """, "documentation")]
    [InlineData(""","organization":"acme" """, "organization")]
    public async Task Members_that_are_none_are_refused_by_name(string members, string named)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        using var answer = await tharsis.Product.AdminAsync(HttpMethod.Put, "/integrated-account/odd",
            $$"""{"integration":"tharsis","address":"https://{{TharsisProduct.Host}}","credential":{"secret":"s"}{{members}}}""");
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains(named, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task GoodAsync(TharsisProduct tharsis, string token) =>
        Assert.Equal("my-org/my-workspace", (string?)(await tharsis.CallAsync(token, "get_workspace", Workspace))["workspace"]?["full_path"]);
}
