using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>The other ways in which a URL can show its tools, through the official client.</summary>
public sealed class ToolNamesTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Short_names_are_listed_and_called(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync((await server.Api.MintAsync("""{"tool_names": "short"}""")).Url, revision);

        Assert.All(agent.Tools, name => Assert.InRange(name.Length, 5, 40));
        var found = await agent.ListAsync("tfc_workspaces_list", ("search", "internal-vpn"));
        var outputs = await agent.ListAsync("tfc_current_state_version_outputs_list", ("workspace_id", Assert.Single(found).Text("id")));
        Assert.Equal("AES-128", Assert.Single(outputs, row => row.Text("name") == "vpn_encryption_algorithm").Text("value"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Two_tools_reach_all_others(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync((await server.Api.MintAsync("""{"methods": ["*"], "tags": ["*"], "listing": "search"}""")).Url, revision);

        Assert.Equal(["call_tool", "search_tools"], agent.Tools.Order(StringComparer.Ordinal));
        var tools = await agent.ListAsync("search_tools", ("query", "force unlock a workspace"));
        var unlock = tools.First(tool => tool.Text("name").EndsWith("force_unlock", StringComparison.Ordinal));
        Assert.Contains("workspace_id", unlock.GetProperty("inputSchema").GetProperty("required").EnumerateArray().Select(name => name.GetString()));

        var found = await agent.ListAsync("call_tool", ("name", "list_all_hashicorp_terraform_cloud_workspaces"), ("arguments", new { search = "payment-gateway" }));
        var freed = await agent.CallAsync("call_tool", ("name", unlock.Text("name")), ("arguments", new { workspace_id = Assert.Single(found).Text("id") }));
        Assert.False(freed.IsTrue("locked"));
    }
}
