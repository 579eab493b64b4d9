using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Mcp;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>What a client hears of a URL that is dead, refused or opened in a browser: JSON-RPC with the id of what it asked, so that it waits for nothing.</summary>
public sealed class RefusalTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":"a-7","method":"ping"}""";

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping"}""", "7")]
    [InlineData("""{"method":"ping","params":{"id":1},"jsonrpc":"2.0","id":"x"}""", "\"x\"")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"id":8,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", "1.5")]
    [InlineData("""{"jsonrpc":"2.0","id":-1e2,"method":"ping"}""", "-1e2")]
    [InlineData("""{"jsonrpc":"2.0","id":18446744073709551616,"method":"ping"}""", "18446744073709551616")]
    [InlineData("""{"jsonrpc":"2.0","id":10000000000000000000000000000000000000000000000000000000000000000,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":true,"id":8,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","method":"ping"}""", null)]
    [InlineData("""[{"jsonrpc":"2.0","id":7,"method":"ping"}]""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"pi""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7} x""", null)]
    [InlineData("", null)]
    public async Task A_dead_url_answers_410_with_the_id_of_the_request(string body, string? id)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(SecretToken.Create(SecretToken.UrlPrefix), body);
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.Gone, id), (answer.StatusCode, message["id"]?.ToJsonString()));
        Assert.Equal(JsonRpcRefusal.Gone.Message, (string)message["error"]!["message"]!);
    }

    [Theory]
    [InlineData(AskedId.MaxBytes - 200, true)]
    [InlineData(200_000, false)]
    public async Task The_id_is_looked_for_in_the_first_64_KB(int padding, bool isFoundAtTheEnd)
    {
        await using var product = await TestProduct.StartAsync();
        async Task<string?> IdAsync(string body)
        {
            using var answer = await product.PostAsync("garbage", body);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]?.ToJsonString();
        }

        var filling = new string('x', padding);
        Assert.Equal("7", await IdAsync($$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"filling":"{{filling}}"} }"""));
        Assert.Equal(isFoundAtTheEnd ? "7" : null, await IdAsync($$"""{"jsonrpc":"2.0","method":"tools/call","params":{"filling":"{{filling}}"},"id":7}"""));
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_waited_for_a_second()
    {
        await using var product = await TestProduct.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/garbage") { Content = new SilentContent() };
        var asked = product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await product.Time.AdvanceUntilAsync(asked, TimeSpan.FromMilliseconds(250), atMost: TimeSpan.FromSeconds(3));
        using var answer = await asked;
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task Every_refusal_of_the_gate_and_of_the_frame_has_the_id()
    {
        await using var product = await TestProduct.StartAsync(options => (options.GuessesPerMinute, options.TrustedProxies) = (1, 1));
        var (token, second) = (await product.TokenAsync(), await product.TokenAsync("""{"require_api_token_auth":true}"""));
        var oauth = await product.MintAsync("""{"auth":"oauth"}""");
        (string? Token, HttpStatusCode Status, (string, string)[] Headers)[] cases =
        [
            (token, HttpStatusCode.Forbidden, [("Origin", "https://evil.example")]),
            (null, HttpStatusCode.Unauthorized, []),
            (second, HttpStatusCode.Unauthorized, []),
            ($"s/{oauth["id"]}", HttpStatusCode.Unauthorized, []),
            ("s/mcp-00000000000000000000000000000000", HttpStatusCode.Gone, [("X-Forwarded-For", "203.0.113.1")]),
            ("smcp_x/sse", HttpStatusCode.Gone, [("X-Forwarded-For", "203.0.113.2")]),
            ("other", HttpStatusCode.TooManyRequests, [("X-Forwarded-For", "203.0.113.2")]),
            (token, HttpStatusCode.NotAcceptable, [("Accept", "text/plain")]),
            (token, HttpStatusCode.NotAcceptable, [("Accept", "*/*, application/json;q=0")]),
            (token, HttpStatusCode.BadRequest, [("MCP-Protocol-Version", "1999-01-01")]),
        ];
        foreach (var (urlToken, status, headers) in cases)
        {
            using var answer = await product.PostAsync(urlToken, Ping, headers);
            await AssertAsync(answer, status);
        }

        product.Store.IsDown = true;
        using var down = await product.PostAsync(token, Ping);
        await AssertAsync(down, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("5", down.Headers.RetryAfter!.ToString());

        async Task AssertAsync(HttpResponseMessage answer, HttpStatusCode status)
        {
            var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal((status, "a-7", "2.0"), (answer.StatusCode, (string?)message["id"], (string?)message["jsonrpc"]));
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("GET", "*/*", 405, 410)]
    [InlineData("GET", "text/event-stream", 405, 410)]
    [InlineData("GET", "text/html, text/event-stream", 405, 410)]
    [InlineData("GET", "text/html,application/xhtml+xml,*/*;q=0.8", 200, 410)]
    [InlineData("HEAD", "text/html", 200, 410)]
    [InlineData("GET", "text/html;q=0", 405, 410)]
    [InlineData("GET", "application/json, text/html; q=0.000", 405, 410)]
    [InlineData("GET", "text/html, text/event-stream;q=0", 200, 410)]
    [InlineData("GET", "text/htmlx", 405, 410)]
    [InlineData("DELETE", "text/html", 405, 410)]
    [InlineData("PUT", "*/*", 405, 410)]
    [InlineData("OPTIONS", "*/*", 405, 410)]
    public async Task Other_methods_are_405_on_a_living_url_and_410_on_a_dead_one(string method, string accept, int living, int dead)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var (token, status) in new[] { (await product.TokenAsync(), living), (SecretToken.Create(SecretToken.UrlPrefix), dead) })
        {
            using var answer = await SendAsync(product, method, $"/mcp/{token}", accept);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(status == 405 ? "POST" : "", string.Join(", ", answer.Content.Headers.Allow));
        }
    }

    [Fact]
    public async Task A_browser_is_told_what_to_do_with_a_url_and_until_when()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(members: ""","expires_at":"2026-01-01T01:30:00Z" """);
        using var living = await SendAsync(product, "GET", $"/mcp/{token}", "text/html");
        var page = await living.Content.ReadAsStringAsync();
        Assert.Equal("text/html", living.Content.Headers.ContentType!.MediaType);
        Assert.Contains("This is an MCP URL: paste it into your client. It ends in 90 min, at 2026-01-01T01:30:00Z.", page, StringComparison.Ordinal);
        Assert.All([token, "acme", "terraform", TestProduct.Account], secret => Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase));

        using var dead = await SendAsync(product, "GET", "/mcp/garbage", "text/html");
        Assert.Contains(JsonRpcRefusal.Gone.Message, await dead.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var second = await SendAsync(product, "GET", $"/mcp/{await product.TokenAsync("""{"require_api_token_auth":true}""")}", "text/html");
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task Metadata_of_what_is_dead_stays_a_404()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var path in new[] { "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp/garbage", "/.well-known/oauth-authorization-server/mcp/s/mcp-0" })
        {
            using var answer = await SendAsync(product, "GET", path, "*/*");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("POST", "/register", "invalid_client_metadata")]
    [InlineData("GET", "/authorize", "unsupported_response_type")]
    [InlineData("POST", "/token", "unsupported_grant_type")]
    public async Task Clients_that_try_OAuth_at_the_origin_are_told_what_is_wanted(string method, string path, string error)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await SendAsync(product, method, path, "application/json");
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.StatusCode, (string)said["error"]!));
        Assert.Contains("X-API-Key", (string)said["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_plane_says_what_came_instead_of_an_api_token()
    {
        await using var product = await TestProduct.StartAsync(options => options.AdminTokenStays = false);
        var url = await product.TokenAsync();
        async Task<string> SaidAsync(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/integrated-account");
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!;
        }

        Assert.StartsWith("No token came", await SaidAsync(null), StringComparison.Ordinal);
        Assert.StartsWith("What came is no API token", await SaidAsync("hunter2"), StringComparison.Ordinal);
        Assert.StartsWith("The API token that came is not known", await SaidAsync(SecretToken.Create(SecretToken.ApiPrefix)), StringComparison.Ordinal);
        product.Store.IsDown = true;
        Assert.StartsWith("The token of an MCP URL came", await SaidAsync(url), StringComparison.Ordinal);
        product.Store.IsDown = false;
        await product.ApiTokenAsync("admin");
        Assert.StartsWith("The configured admin token came, which is over", await SaidAsync(TestProduct.AdminToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_the_operator_names_get_CORS_and_no_others()
    {
        await using var product = await TestProduct.StartAsync(options => options.AllowedOrigins = ["https://console.example.org"]);
        var token = await product.TokenAsync();
        product.Store.IsDown = true;
        using var preflight = await PreflightAsync("https://console.example.org");
        Assert.Equal((HttpStatusCode.NoContent, "https://console.example.org", "POST"), (preflight.StatusCode, Header(preflight, "Access-Control-Allow-Origin"), Header(preflight, "Access-Control-Allow-Methods")));
        Assert.Equal("Authorization, Content-Type, Accept, X-API-Key, MCP-Protocol-Version, Mcp-Method, Mcp-Name", Header(preflight, "Access-Control-Allow-Headers"));
        Assert.Null(Header(preflight, "Access-Control-Allow-Credentials"));
        product.Store.IsDown = false;

        using var called = await product.PostAsync(token, Ping, ("Origin", "https://console.example.org"));
        using var gone = await product.PostAsync("garbage", Ping, ("Origin", "https://console.example.org"));
        Assert.All([called, gone], answer =>
        {
            Assert.Equal("https://console.example.org", Header(answer, "Access-Control-Allow-Origin"));
            Assert.Equal("ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, WWW-Authenticate", Header(answer, "Access-Control-Expose-Headers"));
            Assert.Equal("Origin", Header(answer, "Vary"));
        });
        foreach (var origin in new[] { "https://console.example.org.evil.example", "https://CONSOLE.example.org", "http://console.example.org", "https://console.example.org:443", "null", "https://mcp.example.com" })
        {
            using var other = await PreflightAsync(origin);
            Assert.Null(Header(other, "Access-Control-Allow-Origin"));
            Assert.NotEqual(HttpStatusCode.NoContent, other.StatusCode);
        }

        async Task<HttpResponseMessage> PreflightAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, $"/mcp/{token}");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,mcp-method");
            return await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestProduct product, string method, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // Announced, and never sent.
    private sealed class SilentContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => new TaskCompletionSource().Task.WaitAsync(TestContext.Current.CancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 100;
            return true;
        }
    }
}
