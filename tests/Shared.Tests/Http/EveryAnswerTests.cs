using System.Net;
using System.Net.Http.Headers;
using ServerlessMcp.Accounts;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Http;

/// <summary>What holds for every route there is, also for those to come.</summary>
public sealed class EveryAnswerTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

    [Fact]
    public async Task Every_answer_of_every_route_to_every_method_has_the_security_headers()
    {
        await using var product = await TestProduct.StartAsync(options => options.GuessesPerMinute = 30);
        var routes = product.Routes.Distinct().ToList();
        Assert.True(routes.Count >= 13, string.Join(", ", routes));
        var seen = new HashSet<HttpStatusCode>();
        foreach (var path in routes.Select(Fill).Append("/nothing").Append("/healthz?x=1"))
        {
            foreach (var method in Methods)
            {
                foreach (var token in new[] { null, TestProduct.AdminToken, SecretToken.Create(SecretToken.ApiPrefix) })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
                    request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                    using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
                    AssertHeaders(answer, $"{method} {path}");
                    seen.Add(answer.StatusCode);
                }
            }
        }

        Assert.Superset(
            new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.TooManyRequests }, seen);
    }

    [Fact]
    public async Task So_has_every_answer_while_the_store_is_down()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Store.IsDown = true;
        using var call = await product.PostAsync(token, "{}");
        using var admin = await product.AdminAsync(HttpMethod.Get, "/api-token", token: SecretToken.Create(SecretToken.ApiPrefix));
        Assert.All([call, admin], answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            AssertHeaders(answer, "503");
        });
    }

    [Fact]
    public async Task No_page_of_another_site_gets_past_Origin_at_any_route_that_a_token_opens()
    {
        await using var product = await TestProduct.StartAsync();
        var oauth = await product.MintAsync("""{"auth":"oauth"}""");
        var access = await product.AccessTokenAsync(await product.ClientAsync(), oauth);
        foreach (var (method, path, bearer) in new[]
        {
            ("POST", $"/mcp/{await product.TokenAsync()}", null), ("POST", "/mcp", await product.TokenAsync()), ("POST", $"/mcp/s/{oauth["id"]}", access),
            ("GET", "/integrated-account", TestProduct.AdminToken), ("GET", "/api-token", TestProduct.AdminToken), ("POST", "/oauth/token", null),
        })
        {
            foreach (var (origin, isRefused) in new[]
            {
                ("https://evil.example", true), ("null", true), ("https://mcp.example.com.evil.example", true), ("http://mcp.example.com", true), ("https://mcp.example.com:444", true),
                ("https://mcp.example.com", false),
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
                request.Headers.TryAddWithoutValidation("Origin", origin);
                request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
                using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(isRefused == (answer.StatusCode == HttpStatusCode.Forbidden), $"{method} {path} with Origin {origin}: {answer.StatusCode}");
            }
        }
    }

    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private static string Fill(string route) => "/" + string.Join('/', route.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.StartsWith('{') ? "x" : part));

    private static void AssertHeaders(HttpResponseMessage answer, string what)
    {
        foreach (var (name, value) in new[]
        {
            ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Strict-Transport-Security", "max-age=31536000"),
        })
        {
            Assert.True(answer.Headers.TryGetValues(name, out var values) && values.Single() == value, $"{what}: {name}");
        }

        // The one page that is more than text may run its own files; ConsoleTests has its policy whole.
        var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Single() : "";
        Assert.True(policy == Nothing || (policy.StartsWith("default-src 'none'; script-src 'self'; ", StringComparison.Ordinal) && what.EndsWith(" /console", StringComparison.Ordinal) && answer.IsSuccessStatusCode),
            $"{what}: Content-Security-Policy: {policy}");
    }
}
