using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>Nothing that a caller sends ends an audit line, hides in it, or reorders it on a screen.</summary>
public sealed class LogInjectionTests
{
    // Line ends of every kind, the end of the JSON, terminal colours, a right-to-left override, zero width, a tag character, half a surrogate pair's neighbour.
    private const string Hostile = "x\n{\"event\":\"forged\"}\r\n\u2028\u2029\u0085\"}\u001b[2J\u202e\u200b\U000E0041\0";

    [Trait("Lane", "slow")]
    [Fact]
    public async Task Audit_lines_stay_one_line_of_JSON_whatever_stands_in_any_argument_of_any_tool()
    {
        await using var product = await TestProduct.StartAsync();
        const string Everything = """{"methods":["*"],"tags":["*","credentials"],"listing":"all"}""";
        var hcp = await product.TokenAsync(Everything);
        var tfe = await product.EnterpriseTokenAsync(Everything);
        var calls = 0;
        foreach (var tool in TerraformTools.All)
        {
            var token = tool.Availability == Availability.EnterpriseOnly ? tfe : hcp;
            foreach (var argument in tool.Arguments)
            {
                var arguments = JsonNode.Parse(SampleArguments.For(tool))!;
                arguments[argument.Name] = argument.Kind == JsonKind.TextList ? new JsonArray(Hostile) : Hostile;
                await product.CallAsync(token, tool.Name, arguments.ToJsonString());
                calls++;
            }
        }

        Assert.True(calls > 2000, $"{calls} calls");
        AssertLines(product, atLeast: calls);
    }

    [Fact]
    public async Task Audit_lines_stay_one_line_of_JSON_whatever_a_client_calls_itself_and_the_tool()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var name = JsonSerializer.Serialize(Hostile);
        await product.AskAsync(token, "tools/call", $$"""{"name":{{name}},"arguments":{ {{name}}:{{name}} } }""", ("User-Agent", "agent\u2028\"} forged"));
        var meta = $$$"""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":{{{name}}},"version":{{{name}}}}}""";
        await product.AskAsync(token, "tools/call", $$"""{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{},"_meta":{{meta}}}""",
            ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "list_all_hashicorp_terraform_cloud_workspaces"));
        AssertLines(product, atLeast: 2);
        Assert.Contains("forged", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
    }

    private static void AssertLines(TestProduct product, int atLeast)
    {
        var lines = product.Logs.Of("ServerlessMcp.Audit");
        Assert.True(lines.Count >= atLeast, $"{lines.Count} lines");
        Assert.All(lines, line =>
        {
            Assert.DoesNotContain(line, character => character is < ' ' or > '~');
            Assert.NotEqual("forged", (string)JsonNode.Parse(line)!["event"]!);
        });
    }
}
