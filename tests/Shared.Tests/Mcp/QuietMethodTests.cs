using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>Methods that have nothing to say are answered, because clients ask them whatever the capabilities say, and take a refusal for the end.</summary>
public sealed class QuietMethodTests
{
    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;

    [Theory]
    [InlineData("3")]
    [InlineData("\"sub-1\"")]
    public async Task A_subscription_is_acknowledged_grants_nothing_and_is_over(string id)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(),
            $$"""{"jsonrpc":"2.0","id":{{id}},"method":"subscriptions/listen","params":{ {{Meta}},"notifications":{"toolsListChanged":true} } }""",
            ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "subscriptions/listen"));

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.NotNull(answer.Content.Headers.ContentLength);
        Assert.Equal(
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"notifications\":{},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}}\n\n"
            + "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"resultType\":\"complete\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}}\n\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("resources/list", """{"resources":[]}""")]
    [InlineData("resources/templates/list", """{"resourceTemplates":[]}""")]
    [InlineData("completion/complete", """{"completion":{"values":[],"total":0,"hasMore":false}}""")]
    [InlineData("ping", "{}")]
    [InlineData("logging/setLevel", "{}")]
    public async Task In_the_handshake_revisions_nothing_stands_beside_the_answer(string method, string result)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var version in new[] { "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25" })
        {
            Assert.Equal(result, (await product.AskAsync(await product.TokenAsync(), method, "{}", ("MCP-Protocol-Version", version)))["result"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("resources/list", "resources", true)]
    [InlineData("resources/templates/list", "resourceTemplates", true)]
    [InlineData("prompts/list", "prompts", true)]
    [InlineData("completion/complete", "completion", false)]
    public async Task In_the_stateless_revision_they_have_its_members(string method, string member, bool isList)
    {
        await using var product = await TestProduct.StartAsync();
        var result = (await product.AskAsync(await product.TokenAsync("""{"tools":["tfc_gpg_keys_list"],"tags":["*"]}"""), method, $"{{{Meta}}}", ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method)))["result"]!;
        Assert.NotNull(result[member]);
        Assert.Equal("complete", (string)result["resultType"]!);
        Assert.Equal((isList, isList), (result["ttlMs"] is not null, result["cacheScope"] is not null));
    }

    [Fact]
    public async Task A_url_without_prompts_declares_them_and_lists_none_and_nothing_else_is_declared()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["list"],"tags":["teams"]}""");
        var initialized = await product.AskAsync(token, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}""");
        Assert.Equal(["prompts", "tools"], initialized["result"]!["capabilities"]!.AsObject().Select(capability => capability.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""{"prompts":[]}""", (await product.AskAsync(token, "prompts/list"))["result"]!.ToJsonString());
        Assert.Equal(-32602, (int)(await product.AskAsync(token, "prompts/get", """{"name":"review_a_plan"}"""))["error"]!["code"]!);
    }

    [Fact]
    public async Task A_resource_that_is_read_is_an_invalid_parameter_that_is_named()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a"}}""");
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal((HttpStatusCode.OK, -32602, "file:///a"), (answer.StatusCode, (int)error["code"]!, (string)error["data"]!["uri"]!));
    }
}
