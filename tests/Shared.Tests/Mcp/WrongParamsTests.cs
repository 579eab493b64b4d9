using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>Params that a method can't take are -32602, with the id, in each revision: never an error of ours, and never taken for something else.</summary>
public sealed class WrongParamsTests
{
    private const string Hello = """ "protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"} """;
    private const string Meta = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}";

    // What a method may be given, one member wrong.
    private static readonly (string Method, string[] Wrong)[] Methods =
    [
        ("initialize",
        [
            "[]", "5", "null", "{}", "\"x\"",
            """{"protocolVersion":5,"capabilities":{},"clientInfo":{"name":"t","version":"1"}}""",
            """{"protocolVersion":null,"capabilities":{},"clientInfo":{"name":"t","version":"1"}}""",
            """{"protocolVersion":"2025-11-25","capabilities":[],"clientInfo":{"name":"t","version":"1"}}""",
            """{"protocolVersion":"2025-11-25","capabilities":{"roots":5},"clientInfo":{"name":"t","version":"1"}}""",
            """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"t"}""",
            """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":5,"version":"1"}}""",
            """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t"}}""",
            """{"protocolVersion":"2025-11-25","capabilities":{}}""",
            $$"""{ {{Hello}},"_meta":5}""", $$$"""{ {{{Hello}}},"_meta":{"progressToken":{} } }""",
        ]),
        ("ping", ["[]", "5", "\"x\"", """{"_meta":5}""", """{"_meta":[]}""", """{"_meta":{"progressToken":[]}}"""]),
        ("tools/list", ["[]", "5", "\"x\"", """{"cursor":5}""", """{"cursor":{}}""", """{"_meta":5}""", """{"_meta":{"progressToken":true}}"""]),
        ("prompts/list", ["[]", "5", """{"cursor":5}""", """{"cursor":[]}""", """{"_meta":"x"}"""]),
        ("prompts/get", ["[]", "{}", """{"name":5}""", """{"name":null}""", """{"name":"x","arguments":[]}""", """{"name":"x","arguments":"y"}""", """{"name":"x","_meta":5}"""]),
        ("tools/call",
        [
            "[]", "5", "null", "{}", """{"name":5}""", """{"name":null}""", """{"name":["x"]}""", """{"name":"x","arguments":[]}""", """{"name":"x","arguments":5}""", """{"name":"x","_meta":[]}""",
            """{"name":"x","_meta":{"progressToken":{}}}""", """{"name":"x","_meta":{"progressToken":1.5}}""",
        ]),
    ];

    public static TheoryData<string, string, string> Cases => new(
        from revision in new[] { "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "" } from entry in Methods from wrong in entry.Wrong select (revision, entry.Method, wrong));

    [Trait("Lane", "slow")]
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Params_of_a_wrong_form_are_32602_with_the_id(string revision, string method, string wrong)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), $$"""{"jsonrpc":"2.0","id":7,"method":"{{method}}","params":{{wrong.Replace("2025-11-25", revision.Length == 0 ? "2025-11-25" : revision, StringComparison.Ordinal)}}}""", revision.Length == 0 ? [] : [("MCP-Protocol-Version", revision)]);
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(message["error"] is not null, message.ToJsonString());
        Assert.Equal((-32602, 7), ((int)message["error"]!["code"]!, (int)message["id"]!));
    }

    [Theory]
    [InlineData("tools/list", "\"cursor\":5", null)]
    [InlineData("tools/list", "\"cursor\":{}", null)]
    [InlineData("server/discover", "\"x\":1", "\"progressToken\":{}")]
    [InlineData("server/discover", "\"x\":1", "\"io.modelcontextprotocol/clientInfo\":5")]
    [InlineData("server/discover", "\"x\":1", "\"io.modelcontextprotocol/clientInfo\":{\"name\":5}")]
    [InlineData("tools/list", "\"x\":1", "\"io.modelcontextprotocol/clientInfo\":[]")]
    [InlineData("tools/call", "\"arguments\":[],\"name\":\"x\"", null)]
    [InlineData("tools/call", "\"name\":\"x\"", "\"progressToken\":[]")]
    [InlineData("tools/call", "\"name\":\"x\"", "\"io.modelcontextprotocol/clientInfo\":{\"name\":{},\"version\":\"1\"}")]
    [InlineData("prompts/list", "\"cursor\":true", null)]
    public async Task And_in_the_stateless_revision(string method, string members, string? meta)
    {
        await using var product = await TestProduct.StartAsync();
        var named = method == "tools/call" ? new[] { ("Mcp-Name", "x") } : [];
        using var answer = await product.PostAsync(await product.TokenAsync(), $$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{ {{{members}}},"_meta":{ {{{Meta}}}{{{(meta is null ? "" : "," + meta)}}} } } }""",
            [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method), .. named]);
        var message = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(message["error"] is not null, message.ToJsonString());
        Assert.Equal((-32602, 7), ((int)message["error"]!["code"]!, (int)message["id"]!));
    }
}
