using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.Identity;

/// <summary>People: the code is relayed through us, to the console or to a program on their own machine.</summary>
public sealed class PersonSignInTests
{
    private static readonly string Verifier = new('v', 43);
    private static readonly string State = new('s', 22);

    private static async Task<TestProduct> StartAsync(JsonObject? rule = null)
    {
        var product = await SignIns.StartAsync();
        await product.HaveAsync("people", rule ?? SignIns.PeopleRule());
        return product;
    }

    private static string Start(string provider, string more = "") => $"/signin?provider={provider}&state={State}&code_challenge={SignIns.Challenge(Verifier)}{more}";

    [Fact]
    public async Task Everybody_may_know_where_to_sign_in_and_nothing_else()
    {
        await using var product = await SignIns.StartAsync();
        Assert.Equal("""{"result":[]}""", await product.Http.GetStringAsync(new Uri("/signin/providers", UriKind.Relative), TestContext.Current.CancellationToken));
        await product.HaveAsync("people", SignIns.PeopleRule());
        await product.HaveAsync("more-people", SignIns.PeopleRule("""{"roles":"sre"}""", """[{"scopes":["approve"]}]"""));
        await product.HaveAsync("machines", SignIns.Rule(SignIns.GitHub, """{"repository_id":"1"}"""));
        product.Time.Advance(TimeSpan.FromSeconds(15));
        var told = JsonNode.Parse(await product.Http.GetStringAsync(new Uri("/signin/providers", UriKind.Relative), TestContext.Current.CancellationToken))!["result"]!.AsArray();
        Assert.Equal(["id", "name"], Assert.Single(told)!.AsObject().Select(member => member.Key));
        Assert.Equal("Acme", (string)told[0]!["name"]!);
    }

    [Fact]
    public async Task A_sign_in_goes_to_the_issuer_with_PKCE_state_and_a_nonce_that_is_the_challenge()
    {
        await using var product = await StartAsync();
        var (status, location) = await product.GoAsync(Start(await product.ProviderAsync()));
        var asked = QueryHelpers.ParseQuery(location!.Query);
        Assert.Equal((HttpStatusCode.Found, "https://login.example/authorize"), (status, location.GetLeftPart(UriPartial.Path)));
        Assert.Equal(
            ["code", SignIns.ClientId, "https://mcp.example.com/signin/callback", "openid profile", "S256", "1", SignIns.Challenge(Verifier), SignIns.Challenge(Verifier)],
            ((string[])["response_type", "client_id", "redirect_uri", "scope", "code_challenge_method", "tenant", "code_challenge", "nonce"]).Select(name => asked[name].ToString()));
        Assert.EndsWith($".console.{State}", asked["state"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_whose_group_a_rule_names_gets_an_hours_token_that_says_who_it_is()
    {
        await using var product = await StartAsync();
        var (status, body) = await product.SignInAsync($$"""{"sub":"ada-1","name":"Ada Lovelace","groups":["x","{{SignIns.Group}}"]}""");
        Assert.Equal((HttpStatusCode.OK, 3600, "mint audit", "Ada Lovelace"), (status, (int)body["expires_in"]!, (string)body["scope"]!, (string)body["name"]!));
        var token = (string)body["access_token"]!;
        using var self = await product.AdminAsync(HttpMethod.Get, "/api-token/self", token: token);
        var identity = JsonNode.Parse(await self.Content.ReadAsStringAsync())!["identity"]!;
        Assert.Equal(("""["people"]""", TestIssuer.Url, "ada-1", true), (identity["rules"]!.ToJsonString(), (string)identity["issuer"]!, (string)identity["subject"]!, (bool)identity["is_person"]!));
        Assert.Equal(HttpStatusCode.Created, await product.StatusAsync(token, "/integrated-account/sandbox/mcp", HttpMethod.Post, """{"name":"x"}"""));
        Assert.Contains(product.Logs.Of("ServerlessMcp.Audit"), line => line.Contains("\"event\":\"mint\"", StringComparison.Ordinal) && line.Contains("\"subject\":\"ada-1\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, await product.StatusAsync(TestProduct.AdminToken, $"/api-token/{body["id"]}/rotate", HttpMethod.Post, "{}"));
    }

    [Fact]
    public async Task A_code_is_relayed_to_the_console_behind_the_fragment_and_to_a_program_on_this_machine()
    {
        await using var product = await StartAsync();
        var provider = await product.ProviderAsync();
        var (_, console) = await product.GoAsync($"/signin/callback?code=c.1&state={provider}.console.{State}");
        var (_, program) = await product.GoAsync($"/signin/callback?code=c.1&state={provider}.49152.{State}&iss={Uri.EscapeDataString(TestIssuer.Url)}");
        var (_, denied) = await product.GoAsync($"/signin/callback?error=access_denied&error_description=x&state={provider}.49152.{State}");
        Assert.Equal($"https://mcp.example.com/console#/signin?code=c.1&state={State}&provider={provider}", console!.AbsoluteUri);
        Assert.Equal($"http://127.0.0.1:49152/callback?code=c.1&state={State}&provider={provider}", program!.AbsoluteUri);
        Assert.Equal($"http://127.0.0.1:49152/callback?error=access_denied&state={State}&provider={provider}", denied!.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://evil.example/callback")]
    [InlineData("https://mcp.example.com/console/")]
    [InlineData("https://mcp.example.com/console#x")]
    [InlineData("https://mcp.example.com.evil.example/console")]
    [InlineData("http://localhost:49152/callback")]
    [InlineData("http://127.0.0.1:49152/other")]
    [InlineData("http://127.0.0.1:49152/callback?x")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://127.0.0.1:0/callback")]
    [InlineData("http://127.0.0.1:99999/callback")]
    [InlineData("http://127.0.0.1:80@evil.example/callback")]
    [InlineData("http://127.0.0.1:049/callback")]
    [InlineData("https://127.0.0.1:49152/callback")]
    public async Task A_code_is_relayed_nowhere_else(string address)
    {
        await using var product = await StartAsync();
        var (status, location) = await product.GoAsync(Start(await product.ProviderAsync(), $"&return_to={Uri.EscapeDataString(address)}"));
        Assert.Equal((HttpStatusCode.BadRequest, null), (status, location));
    }

    [Theory]
    [InlineData("console", null)]
    [InlineData("evil.example", null)]
    [InlineData("0", null)]
    [InlineData("console", "https://other-issuer.example")]
    public async Task A_state_that_was_not_made_here_and_an_answer_of_another_issuer_lead_nowhere(string port, string? issuer)
    {
        await using var product = await StartAsync();
        var provider = await product.ProviderAsync();
        var own = port == "console" && issuer is null ? "short" : State;
        var (status, location) = await product.GoAsync($"/signin/callback?code=c&state={provider}.{port}.{own}{(issuer is null ? "" : $"&iss={Uri.EscapeDataString(issuer)}")}");
        Assert.Equal((HttpStatusCode.BadRequest, null), (status, location));
    }

    [Theory]
    [InlineData("&code_challenge=x")]
    [InlineData("&max_age=-1")]
    [InlineData("&max_age=1&max_age=2")]
    public async Task A_parameter_that_comes_twice_or_is_none_begins_nothing(string more)
    {
        await using var product = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await product.GoAsync(Start(await product.ProviderAsync(), more))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await product.GoAsync(Start("idp-0123456789abcdef"))).Status);
    }

    [Theory]
    [InlineData("nonce", "\"another\"")]
    [InlineData("nonce", null)]
    [InlineData("aud", "\"another-client\"")]
    [InlineData("aud", "[\"console-client\",\"another\"]")]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("exp", "0")]
    public async Task An_ID_token_of_another_sign_in_client_or_issuer_is_refused(string claim, string? value)
    {
        await using var product = await StartAsync();
        var (status, body) = await product.SignInAsync(bend: claims => claims[claim] = value is null ? null : JsonNode.Parse(value));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, (string)body["error"]!));
    }

    [Fact]
    public async Task A_code_with_another_verifier_is_refused()
    {
        await using var product = await StartAsync();
        (await product.SignInAsync()).Body.ToJsonString();
        var (status, body) = await product.CodeAsync(await product.ProviderAsync(), "code-of-the-issuer", new string('x', 43));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, (string)body["error"]!));
    }

    // An issuer that answers a code twice gives nothing twice.
    [Fact]
    public async Task An_ID_token_is_exchanged_once()
    {
        await using var product = await StartAsync();
        await product.SignInAsync(bend: claims => claims["jti"] = "same");
        Assert.Equal(HttpStatusCode.BadRequest, (await product.SignInAsync(bend: claims => claims["jti"] = "same")).Status);
    }

    [Fact]
    public async Task Who_is_in_no_group_of_a_rule_is_not_let_in()
    {
        await using var product = await StartAsync();
        var (status, body) = await product.SignInAsync("""{"groups":["another"]}""");
        Assert.Equal((HttpStatusCode.Forbidden, "access_denied"), (status, (string)body["error"]!));
    }

    [Fact]
    public async Task All_rules_that_match_a_person_make_one_token_and_each_of_them_ends_it()
    {
        await using var product = await StartAsync();
        await product.HaveAsync("sre", SignIns.PeopleRule("""{"roles":"sre"}""", """[{"scopes":["approve"],"integrated_accounts":["sandbox"]}]"""));
        await product.HaveAsync("others", SignIns.PeopleRule("""{"roles":"other"}""", """[{"scopes":["call"]}]"""));
        var (_, body) = await product.SignInAsync($$"""{"groups":"{{SignIns.Group}}","roles":["sre"]}""");
        Assert.Equal("""["people","sre"]""", body["rules"]!.ToJsonString());
        Assert.Equal("mint audit approve", (string)body["scope"]!);
        await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/others", HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync((string)body["access_token"]!));
        await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/sre", HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.Unauthorized, await product.StatusAsync((string)body["access_token"]!));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-15, true)]
    [InlineData(-16, false)]
    [InlineData(null, false)]
    public async Task To_approve_a_person_has_to_have_signed_in_just_now(int? minutes, bool isIn)
    {
        await using var product = await StartAsync(SignIns.PeopleRule(grants: """[{"scopes":["mint","approve"]}]"""));
        var server = await product.MintAsync("""{"frozen":true}""");
        var (_, body) = await product.SignInAsync(bend: claims =>
        {
            claims["auth_time"] = minutes is { } ago ? product.Time.GetUtcNow().AddMinutes(ago).ToUnixTimeSeconds() : null;
        });
        var token = (string)body["access_token"]!;
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/sandbox/mcp/{server["id"]}/approve-tools", $$"""{"tools_digest":"{{server["tools_digest"]}}"}""", token);
        using var thaw = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/sandbox/mcp/{server["id"]}", """{"config":{"frozen":false}}""", token);
        Assert.Equal(isIn ? (HttpStatusCode.OK, HttpStatusCode.OK) : (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (answer.StatusCode, thaw.StatusCode));
        Assert.Equal(isIn ? "" : "Bearer error=\"insufficient_user_authentication\", max_age=900", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token, "/integrated-account"));
    }

    [Fact]
    public async Task A_rule_may_want_a_recent_sign_in_and_the_issuer_is_told_so()
    {
        var rule = SignIns.PeopleRule();
        rule["max_age"] = "1h";
        await using var product = await StartAsync(rule);
        var (_, location) = await product.GoAsync(Start(await product.ProviderAsync()));
        Assert.Equal("3600", QueryHelpers.ParseQuery(location!.Query)["max_age"]);
        Assert.Equal(HttpStatusCode.OK, (await product.SignInAsync()).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await product.SignInAsync(bend: claims => claims["auth_time"] = product.Time.GetUtcNow().AddMinutes(-62).ToUnixTimeSeconds())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await product.SignInAsync(bend: claims => claims["auth_time"] = null)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_with_a_secret_shows_it_as_the_issuer_takes_it(bool inBody)
    {
        var rule = SignIns.PeopleRule();
        rule["client"]!["secret"] = "oidc-client";
        await using var product = await StartAsync(rule);
        product.Credentials.Token = "secret of/the client";
        product.Issuer.MoreMetadata["token_endpoint_auth_methods_supported"] = new JsonArray(inBody ? "client_secret_post" : "client_secret_basic");
        string? sent = null;
        var provider = await product.ProviderAsync();
        product.Issuer.Redeem = form =>
        {
            sent = form.GetValueOrDefault("client_secret");
            return (HttpStatusCode.BadRequest, null);
        };
        await product.CodeAsync(provider, "code", Verifier);
        Assert.Equal(inBody ? "secret of/the client" : null, sent);
        Assert.Equal(inBody ? null : $"Basic {Convert.ToBase64String("console-client:secret%20of%2Fthe%20client"u8)}", product.Issuer.ClientHeader);
    }

    [Fact]
    public async Task An_issuer_that_is_down_lets_nobody_begin_or_end_and_is_said_so()
    {
        await using var product = await StartAsync();
        var provider = await product.ProviderAsync();
        product.Issuer.IsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await product.GoAsync(Start(provider))).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await product.CodeAsync(provider, "code", Verifier)).Status);
    }
}
