using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>The official Inspector, as a program that asks and exits. With --strict it also judges every tool's schema by what models and other clients can take.</summary>
public sealed class InspectorTests
{
    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task It_lists_every_tool_finds_no_fault_in_their_schemas_and_calls_one(string era)
    {
        using var folder = new TemporaryFolder();
        _ = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var url = (await server.Api.MintEverythingAsync()).Url;

        var (exit, listed, complaints) = await AskAsync(folder, url, era, "tools/list", "--strict");
        Assert.True(exit == 0, complaints);
        Assert.DoesNotContain("schema", complaints, StringComparison.OrdinalIgnoreCase);
        using var tools = JsonDocument.Parse(listed);
        await using var agent = await Agent.ConnectAsync(url);
        Assert.Equal(agent.Tools.Order(StringComparer.Ordinal), tools.RootElement.GetProperty("tools").EnumerateArray().Select(tool => tool.Text("name")).Order(StringComparer.Ordinal));

        (exit, var called, complaints) = await AskAsync(folder, url, era, "tools/call", "--tool-name", "list_all_hashicorp_terraform_cloud_workspaces", "--tool-arg", "search=internal-vpn");
        Assert.True(exit == 0, complaints);
        using var result = JsonDocument.Parse(called);
        using var answer = JsonDocument.Parse(result.RootElement.GetProperty("content")[0].Text("text")!);
        Assert.Equal("internal-vpn", answer.RootElement.GetProperty("items")[0].Text("name"));
    }

    private static async Task<(int Exit, string Output, string Errors)> AskAsync(TemporaryFolder folder, Uri url, string era, string method, params string[] more)
    {
        await using var inspector = NpmClient.Start(folder, "mcp-inspector", ["--cli", url.AbsoluteUri, "--transport", "http", "--protocol-era", era, "--method", method, .. more]);
        return (await inspector.ExitAsync(), inspector.Output, inspector.Errors);
    }
}
