using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>Coding agents with a URL of ours: each lists every tool under the name that its preset gives it, calls one, and sees that the URL died, in mid-session and at start. What each shows is docs/clients.md.</summary>
public sealed class CodingAgentTests
{
    public static TheoryData<string> Agents => [.. AgentProgram.All.Select(agent => agent.Name)];

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task It_lists_and_calls_and_sees_its_URL_s_death(string name)
    {
        _ = NpmClient.Node;
        _ = AgentHome.Module();
        var agent = AgentProgram.All.Single(one => one.Name == name);
        await using var server = await LocalServer.StartAsync();
        await using var plain = await Agent.ConnectAsync((await server.Api.MintAsync($$"""{"client": "{{agent.Preset}}", "methods": ["*"]}""")).Url);

        var between = await AgentRun.WithADeathBetweenAsync(agent, server);
        Assert.Equal(plain.Tools.Select(tool => agent.Prefix + tool).Order(StringComparer.Ordinal), between.Tools.Where(tool => tool.StartsWith(agent.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(between.Results.Count == 2, $"{between.Results.Count} results\n{between.Said}");
        Assert.Equal(agent.Adds, between.Added);
        Assert.Contains("internal-vpn", between.Results[0], StringComparison.Ordinal);
        Assert.DoesNotContain("total_count", between.Results[1], StringComparison.Ordinal);
        Assert.InRange(between.SawDeathIn ?? TimeSpan.MaxValue, TimeSpan.Zero, DeadUrl.Most);

        var dead = await AgentRun.WithADeadUrlAsync(agent, server);
        Assert.DoesNotContain(dead.Tools, tool => tool.Contains("tfc_", StringComparison.Ordinal));
        Assert.InRange(dead.SawDeathIn ?? TimeSpan.MaxValue, TimeSpan.Zero, DeadUrl.Most);

        Assert.Equal(agent.AtStart, DeadUrl.Shown(dead.Said));
        await DeadUrl.AssertRowAsync($"{agent.Name} {agent.Version}", $"`{agent.Preset}`", $"`{agent.Prefix}`", DeadUrl.Shown(between.Results[1]), DeadUrl.Shown(dead.Said));
    }
}
