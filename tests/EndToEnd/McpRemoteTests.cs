using ModelContextProtocol.Client;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>mcp-remote, through which clients that know only stdio (Claude Desktop's configuration file) come to a URL.</summary>
public sealed class McpRemoteTests
{
    [Fact]
    public async Task It_lists_and_calls_and_then_goes_away()
    {
        using var folder = new TemporaryFolder();
        var node = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var agent = await Agent.ConnectAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = node,
            Arguments = [NpmClient.Script("mcp-remote"), server.FirstUrl.AbsoluteUri],
            WorkingDirectory = folder.Path,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = RunningProgram.CleanEnvironment(folder.Folder("client-home")).ToDictionary(variable => variable.Key, string? (variable) => variable.Value),
            ShutdownTimeout = TimeSpan.FromSeconds(30),
        }));
        await using (agent)
        {
            Assert.Contains("tfc_workspaces_list", agent.Tools);
            Assert.NotEmpty(await agent.FindWorkspaceAsync("internal-vpn"));
        }

        // No exit code means that it had to be killed.
        var ended = Assert.IsType<StdioClientCompletionDetails>(await agent.Ended);
        Assert.NotNull(ended.ExitCode);
    }
}
