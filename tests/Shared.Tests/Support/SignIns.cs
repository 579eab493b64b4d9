using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Support;

/// <summary>Identity rules, machines that exchange their tokens, and people who sign in at the test issuer.</summary>
internal static class SignIns
{
    public const string GitHub = "https://token.actions.githubusercontent.com";
    public const string GitLab = "https://gitlab.com";
    public const string Hcp = "https://app.terraform.io";
    public const string Aws = "https://0f3c9a1b-1111-4222-8333-444455556666.tokens.sts.global.api.aws";
    public const string Azure = "https://sts.windows.net/11111111-2222-3333-4444-555555555555/";
    public const string Kubernetes = "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF";
    public const string Own = "https://mcp.example.com";
    public const string ClientId = "console-client";
    public const string Group = "0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11";

    private static readonly string[] Issuers = [GitHub, GitLab, Hcp, Aws, Azure, Kubernetes];

    /// <summary>A product whose test issuer stands for all of these, and is a tenant of the organization's own.</summary>
    public static async Task<TestProduct> StartAsync(Action<ServerlessMcpOptions>? configure = null)
    {
        var product = await TestProduct.StartAsync(options =>
        {
            options.PrivateIssuerHosts = [TestIssuer.Host, .. Issuers.Select(issuer => new Uri(issuer).Host)];
            options.OwnIssuers = [TestIssuer.Url];
            configure?.Invoke(options);
        });
        product.Issuer.AlsoKnownAs.AddRange(Issuers);
        return product;
    }

    /// <summary>The body of a rule for machines.</summary>
    public static JsonObject Rule(string issuer, string match, string grants = """[{"scopes":["mint"]}]""") => new()
    {
        ["issuer"] = issuer,
        ["audience"] = Own,
        ["match"] = JsonNode.Parse(match),
        ["grants"] = JsonNode.Parse(grants),
    };

    /// <summary>The body of a rule for people of the test issuer.</summary>
    public static JsonObject PeopleRule(string? match = null, string grants = """[{"scopes":["mint","audit"]}]""") => new()
    {
        ["issuer"] = TestIssuer.Url,
        ["client"] = new JsonObject { ["id"] = ClientId, ["name"] = "Acme" },
        ["match"] = JsonNode.Parse(match ?? $$"""{"groups":"{{Group}}"}"""),
        ["grants"] = JsonNode.Parse(grants),
    };

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(this TestProduct product, string id, JsonObject rule, string token = TestProduct.AdminToken)
    {
        using var answer = await product.AdminAsync(HttpMethod.Put, $"/identity-rule/{id}", rule.ToJsonString(), token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Puts a rule that is good.</summary>
    public static async Task HaveAsync(this TestProduct product, string id, JsonObject rule)
    {
        var (status, body) = await product.PutAsync(id, rule);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, body.ToJsonString());
    }

    /// <summary>Claims that every proof has, and more; null takes one out.</summary>
    public static JsonObject Claims(this TestProduct product, string issuer, string more = "{}")
    {
        var now = product.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = Own,
            ["sub"] = "somebody",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["jti"] = RandomNumberGenerator.GetHexString(16),
        };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            claims[name] = value?.DeepClone();
            if (value is null)
            {
                claims.Remove(name);
            }
        }

        return claims;
    }

    /// <summary>POST /oauth/token with a machine's token.</summary>
    public static Task<(HttpStatusCode Status, JsonNode Body)> ExchangeAsync(this TestProduct product, string rule, string token, params (string Name, string Value)[] more) =>
        product.FormAsync("/oauth/token",
        [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"), ("rule", rule), .. more,
        ]);

    public static async Task<(HttpStatusCode Status, JsonNode Body)> FormAsync(this TestProduct product, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(each => KeyValuePair.Create(each.Name, each.Value)));
        using var answer = await product.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>The API token of a machine that is let in.</summary>
    public static async Task<string> TokenOfMachineAsync(this TestProduct product, string rule, JsonObject claims)
    {
        var (status, body) = await product.ExchangeAsync(rule, product.Issuer.Sign(claims));
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return (string)body["access_token"]!;
    }

    /// <summary>What the API says to a token: the status of a call that any token may make.</summary>
    public static async Task<HttpStatusCode> StatusAsync(this TestProduct product, string token, string path = "/api-token/self", HttpMethod? method = null, string? body = null)
    {
        using var answer = await product.AdminAsync(method ?? HttpMethod.Get, path, body, token);
        return answer.StatusCode;
    }

    /// <summary>The provider that people sign in with.</summary>
    public static async Task<string> ProviderAsync(this TestProduct product) =>
        (string)JsonNode.Parse(await product.Http.GetStringAsync(new Uri("/signin/providers", UriKind.Relative)))!["result"]![0]!["id"]!;

    public static string Challenge(string verifier) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Where GET leads, by its Location.</summary>
    public static async Task<(HttpStatusCode Status, Uri? Location)> GoAsync(this TestProduct product, string path)
    {
        using var answer = await product.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, answer.Headers.Location);
    }

    /// <summary>A person signs in: begins, is sent to the issuer, comes back with a code, which is exchanged.</summary>
    /// <param name="product">The product.</param>
    /// <param name="more">Further claims of the ID token.</param>
    /// <param name="bend">Changes the claims last: what an attacker's token has.</param>
    public static async Task<(HttpStatusCode Status, JsonNode Body)> SignInAsync(this TestProduct product, string more = $$"""{"groups":["{{Group}}"]}""", Action<JsonObject>? bend = null)
    {
        var verifier = RandomNumberGenerator.GetHexString(50);
        var provider = await product.ProviderAsync();
        var (_, authorize) = await product.GoAsync($"/signin?provider={provider}&state={new string('s', 22)}&code_challenge={Challenge(verifier)}");
        var asked = QueryHelpers.ParseQuery(authorize!.Query);
        product.Issuer.Redeem = form =>
        {
            if (Challenge(form["code_verifier"]) != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"])
            {
                return (HttpStatusCode.BadRequest, null);
            }

            var claims = product.Claims(TestIssuer.Url, more);
            claims["aud"] = ClientId;
            claims["nonce"] = asked["nonce"].ToString();
            claims["auth_time"] ??= product.Time.GetUtcNow().ToUnixTimeSeconds();
            bend?.Invoke(claims);
            return (HttpStatusCode.OK, product.Issuer.Sign(claims));
        };
        return await product.CodeAsync(provider, "code-of-the-issuer", verifier);
    }

    public static Task<(HttpStatusCode Status, JsonNode Body)> CodeAsync(this TestProduct product, string provider, string code, string verifier) =>
        product.FormAsync("/oauth/token", ("grant_type", "authorization_code"), ("client_id", provider), ("code", code), ("code_verifier", verifier));

    /// <summary>The API token of a person who is let in.</summary>
    public static async Task<string> TokenOfPersonAsync(this TestProduct product, string more = $$"""{"groups":["{{Group}}"]}""")
    {
        var (status, body) = await product.SignInAsync(more);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return (string)body["access_token"]!;
    }
}
