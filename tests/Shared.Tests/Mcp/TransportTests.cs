using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>The HTTP rules of both eras: what is refused, with which status and code, and that the id comes back.</summary>
public sealed class TransportTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";
    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;
    private static readonly (string, string) Stateless = ("MCP-Protocol-Version", "2026-07-28");

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Every_handshake_revision_is_answered_in_kind(string version)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();

        var answer = await product.AskAsync(token, "initialize",
            $$$"""{"protocolVersion":"{{{version}}}","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
        using var initialized = await product.PostAsync(token, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", ("MCP-Protocol-Version", version));

        Assert.Equal(version, (string)answer["result"]!["protocolVersion"]!);
        Assert.Equal("serverless-mcp", (string)answer["result"]!["serverInfo"]!["name"]!);
        Assert.NotNull(answer["result"]!["capabilities"]!["tools"]);
        Assert.Contains("acme-corp", (string)answer["result"]!["instructions"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, initialized.StatusCode);
        Assert.Empty(await initialized.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_session_is_minted()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(),
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
        Assert.False(answer.Headers.Contains("Mcp-Session-Id"));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task The_stateless_revision_is_discovered_and_lists_with_its_own_members()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();

        var discovered = (await product.AskAsync(token, "server/discover", $"{{{Meta}}}", Stateless, ("Mcp-Method", "server/discover")))["result"]!;
        var listed = (await product.AskAsync(token, "tools/list", $"{{{Meta}}}", Stateless, ("Mcp-Method", "tools/list")))["result"]!;
        var before = (await product.AskAsync(token, "tools/list"))["result"]!;

        Assert.Equal("""["2026-07-28"]""", discovered["supportedVersions"]!.ToJsonString());
        Assert.Equal("complete", (string)listed["resultType"]!);
        Assert.Equal("private", (string)listed["cacheScope"]!);
        Assert.True((int)listed["ttlMs"]! > 0);
        Assert.Equal(before["tools"]!.ToJsonString(), listed["tools"]!.ToJsonString());
        Assert.Equal(["tools"], before.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping" """, 400, -32700, false)]
    [InlineData("not json", 400, -32700, false)]
    [InlineData("", 400, -32700, false)]
    [InlineData("[]", 400, -32600, false)]
    [InlineData("""[{"jsonrpc":"2.0","id":7,"method":"ping"}]""", 400, -32600, false)]
    [InlineData("7", 400, -32600, false)]
    [InlineData("{}", 400, -32600, false)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping"} {}""", 400, -32700, false)]
    [InlineData("""{"jsonrpc":"1.0","id":7,"method":"ping"}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", 400, -32600, false)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", 400, -32600, false)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":5}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping","method":"tools/list"}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","name":"b"}}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{"x":{"y":1,"y":2}}}}""", 400, -32600, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"no/such"}""", 200, -32601, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{}}""", 200, -32602, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":5}}""", 200, -32602, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":[]}}""", 200, -32602, true)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","_meta":5}}""", 200, -32602, true)]
    public async Task A_malformed_message_is_refused_with_its_code(string body, int status, int code, bool echoesId)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), body);
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((status, code), ((int)answer.StatusCode, (int)message["error"]!["code"]!));
        Assert.Equal(echoesId ? "7" : null, message["id"]?.ToJsonString());
        Assert.True(message.AsObject().ContainsKey("id"));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    [InlineData("1e400")]
    public async Task An_id_that_is_refused_comes_back_as_it_came(string id)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), $$"""{"jsonrpc":"2.0","id":{{id}},"method":"ping"}""");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith($$"""{"jsonrpc":"2.0","id":{{id}},"error":""", text, StringComparison.Ordinal);
        Assert.Contains("a whole number of 64 bits", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-28", null, null, "tools/list", Meta, -32020)]
    [InlineData("2026-07-28", "tools/call", null, "tools/list", Meta, -32020)]
    [InlineData("2026-07-28", "tools/list", null, "tools/list", "", -32602)]
    [InlineData("2026-07-28", "tools/list", null, "tools/list", """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"} """, -32602)]
    [InlineData("2026-07-28", "tools/list", null, "tools/list", """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}} """, -32020)]
    [InlineData("2025-11-25", "tools/list", null, "tools/list", Meta, -32020)]
    [InlineData(null, null, null, "tools/list", Meta, -32020)]
    [InlineData("2026-07-28", "tools/call", null, "tools/call", $"{Meta},\"name\":\"x\"", -32020)]
    [InlineData("2026-07-28", "tools/call", "y", "tools/call", $"{Meta},\"name\":\"x\"", -32020)]
    [InlineData("2027-01-01", null, null, "tools/list", "", -32022)]
    [InlineData("yesterday", null, null, "tools/list", "", -32022)]
    [InlineData("2025-06-18", null, null, "initialize", """ "protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"} """, -32020)]
    public async Task Headers_and_body_that_disagree_are_a_400_with_the_id(string? version, string? method, string? name, string bodyMethod, string parameters, int code)
    {
        await using var product = await TestProduct.StartAsync();
        var headers = new List<(string, string)>();
        if (version is not null) headers.Add(("MCP-Protocol-Version", version));
        if (method is not null) headers.Add(("Mcp-Method", method));
        if (name is not null) headers.Add(("Mcp-Name", name));

        using var answer = await product.PostAsync(await product.TokenAsync(),
            $$$"""{"jsonrpc":"2.0","id":"a","method":"{{{bodyMethod}}}","params":{ {{{parameters}}} }}""", [.. headers]);
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((400, code, "a"), ((int)answer.StatusCode, (int)message["error"]!["code"]!, (string)message["id"]!));
    }

    [Theory]
    [InlineData("initialize")]
    [InlineData("ping")]
    [InlineData("logging/setLevel")]
    [InlineData("resources/subscribe")]
    [InlineData("no/such")]
    public async Task A_method_the_stateless_revision_does_not_have_here_is_a_404(string method)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(),
            $$$"""{"jsonrpc":"2.0","id":3,"method":"{{{method}}}","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", method));
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((404, -32601, 3), ((int)answer.StatusCode, (int)message["error"]!["code"]!, (int)message["id"]!));
    }

    [Theory]
    [InlineData("https://mcp.example.com", true)]
    [InlineData("https://allowed.example.org", true)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("https://mcp.example.com.evil.org", false)]
    [InlineData("http://mcp.example.com", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("null", false)]
    public async Task Pages_of_other_sites_are_refused_before_anything_is_read(string origin, bool allowed)
    {
        await using var product = await TestProduct.StartAsync(options => options.AllowedOrigins = ["https://allowed.example.org"]);
        using var answer = await product.PostAsync(await product.TokenAsync(), Ping, ("Origin", origin));
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task On_loopback_the_pages_of_this_machine_may_call()
    {
        await using var product = await TestProduct.StartAsync(options => options.PublicUrl = new Uri("http://127.0.0.1:8765"));
        using var near = await product.PostAsync(await product.TokenAsync(), Ping, ("Origin", "http://localhost:6274"));
        Assert.Equal(HttpStatusCode.OK, near.StatusCode);
        foreach (var origin in new[] { "http://localhost.evil.example.com", "file://", "http://someone@localhost", "ftp://localhost" })
        {
            using var far = await product.PostAsync(await product.TokenAsync(), Ping, ("Origin", origin));
            Assert.Equal((origin, HttpStatusCode.Forbidden), (origin, far.StatusCode));
        }
    }

    [Fact]
    public async Task A_body_of_5_MB_is_a_413_that_says_the_limit()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), new string(' ', 5 * 1024 * 1024) + Ping);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("1048576 bytes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", 406)]
    [InlineData("text/event-stream", 406)]
    [InlineData("application/json", 200)]
    [InlineData("application/json, text/event-stream", 200)]
    [InlineData("text/html, */*;q=0.1", 200)]
    public async Task The_answer_is_json_or_nothing(string accept, int status)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), Ping, ("Accept", accept));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_json_is_a_415()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.Http.PostAsync(new Uri("/mcp/" + await product.TokenAsync(), UriKind.Relative), new StringContent(Ping), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task A_tool_that_the_url_hides_is_refused_like_one_that_never_existed_but_for_the_reason()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        async Task<string> CallAsync(string tool) =>
            (await product.AskAsync(token, "tools/call", $$$"""{"name":"{{{tool}}}","arguments":{}}""")).ToJsonString().Replace(tool, "X", StringComparison.Ordinal);

        Assert.Equal(
            await CallAsync("no_such_tool"),
            (await CallAsync("hashicorp_terraform_cloud_runs_apply")).Replace(" is not offered here: this URL only reads", "", StringComparison.Ordinal));
    }
}
