using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using ModelContextProtocol.Client;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>The SDKs and the two programs that others put between: each lists, calls, and sees that its URL died, in mid-session and at start.</summary>
public sealed class DeadUrlTests
{
    private const string Config = """{"client": "other-agent"}""";

    [Fact]
    public async Task The_TypeScript_SDK_is_told()
    {
        var node = NpmClient.Node;
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintAsync(Config);
        var script = Checkout.PathOf("tests", "EndToEnd", "clients", "sdk-client.mjs");
        async Task<JsonElement> RunAsync(params string[] more)
        {
            await using var client = RunningProgram.Start(node, [script, minted.Url.AbsoluteUri, .. more], RunningProgram.CleanEnvironment(folder.Folder("home")), folder.Path);
            Assert.True(await client.ExitAsync() == 0, client.Errors);
            return JsonElement.Parse(client.Output);
        }

        var seen = await RunAsync(Record(server, minted), server.AdminToken);
        Assert.Contains("tfc_runs_diagnose", seen.GetProperty("tools").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("internal-vpn", seen.Text("first"), StringComparison.Ordinal);
        var dead = await RunAsync();
        Assert.All(new[] { seen, dead }, one => Assert.InRange(one.GetProperty("ms").GetInt32(), 0, (int)DeadUrl.Most.TotalMilliseconds));
        await DeadUrl.AssertRowAsync($"TypeScript SDK {DeadUrl.Version("@modelcontextprotocol/sdk")}", "`other-agent`", "none", DeadUrl.Shown(seen.Text("second")), DeadUrl.Shown(dead.Text("atStart")));
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task The_CSharp_SDK_is_told(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintAsync(Config);
        await using var agent = await Agent.ConnectAsync(minted.Url, revision);
        await agent.FindWorkspaceAsync("internal-vpn");
        await server.Api.RevokeAsync(minted.Id);

        var between = await DeadUrl.FailureAsync(() => agent.FindWorkspaceAsync("internal-vpn"));
        var atStart = await DeadUrl.FailureAsync(() => Agent.ConnectAsync(minted.Url, revision));
        var version = typeof(McpClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        await DeadUrl.AssertRowAsync($"C# SDK {version}", "`other-agent`", "none", DeadUrl.Shown(between), DeadUrl.Shown(atStart));
    }

    [Fact]
    public async Task The_Inspector_is_told()
    {
        _ = NpmClient.Node;
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintAsync(Config);
        await server.Api.RevokeAsync(minted.Id);
        await using var inspector = NpmClient.Start(folder, "mcp-inspector", "--cli", minted.Url.AbsoluteUri, "--transport", "http", "--protocol-era", "legacy", "--method", "tools/list");
        Assert.NotEqual(0, await inspector.ExitAsync());

        // Each of its commands is a session of its own.
        await DeadUrl.AssertRowAsync($"Inspector {DeadUrl.Version("@modelcontextprotocol/inspector")}", "`other-agent`", "none", "–", DeadUrl.Shown(inspector.Output + inspector.Errors));
    }

    [Fact]
    public async Task Mcp_remote_is_told()
    {
        var node = NpmClient.Node;
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintAsync(Config);
        var environment = RunningProgram.CleanEnvironment(folder.Folder("home"));
        await using var agent = await Agent.ConnectAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = node,
            Arguments = [NpmClient.Script("mcp-remote"), minted.Url.AbsoluteUri],
            WorkingDirectory = folder.Path,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = environment.ToDictionary(variable => variable.Key, string? (variable) => variable.Value),
        }));
        await agent.FindWorkspaceAsync("internal-vpn");
        await server.Api.RevokeAsync(minted.Id);
        var between = await DeadUrl.FailureAsync(() => agent.FindWorkspaceAsync("internal-vpn"));

        var began = Stopwatch.GetTimestamp();
        await using var started = RunningProgram.Start(node, [NpmClient.Script("mcp-remote"), minted.Url.AbsoluteUri], environment, folder.Path);
        await started.ExitAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, DeadUrl.Most + DeadUrl.Most); // Its own start included.
        await DeadUrl.AssertRowAsync($"mcp-remote {DeadUrl.Version("mcp-remote")}", "`other-agent`", "none", DeadUrl.Shown(between), DeadUrl.Shown(started.Output + started.Errors));
    }

    private static string Record(LocalServer server, MintedUrl minted) => new Uri(server.Welcome.Address, $"/integrated-account/sandbox/mcp/{minted.Id}").AbsoluteUri;
}
