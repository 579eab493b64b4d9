using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.EndToEnd.CodingAgents;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>The client-credentials provider of the official TypeScript SDK against a server that OAuth opens: it is told the URL, an id and a secret, and nothing else.</summary>
public sealed class OAuthClientTests
{
    [Fact]
    public async Task It_finds_the_token_endpoint_gets_a_token_and_calls_a_tool()
    {
        using var folder = new TemporaryFolder();
        var node = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var minted = await MintAsync(server);
        var (id, secret) = await ClientAsync(server);

        var answer = await RunAsync(folder, node, (string)minted["url"]!, id, secret);

        Assert.Equal(("internal-vpn", false), ((string)answer["workspace"]!, (bool)answer["isError"]!));
        Assert.True((int)answer["tools"]! > 10);
    }

    [Fact]
    public async Task With_a_wrong_secret_it_gets_nothing()
    {
        using var folder = new TemporaryFolder();
        var node = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var minted = await MintAsync(server);
        var (id, secret) = await ClientAsync(server);
        await using var client = Start(folder, node, (string)minted["url"]!, id, secret[..^1]);

        Assert.NotEqual(0, await client.ExitAsync());
        Assert.Contains("client_id has to be", client.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("internal-vpn", client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_that_its_URL_died_in_mid_session_and_at_start()
    {
        using var folder = new TemporaryFolder();
        var node = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var minted = await MintAsync(server);
        var (id, secret) = await ClientAsync(server);

        var seen = await RunAsync(folder, node, (string)minted["url"]!, id, secret, new Uri(server.Welcome.Address, $"/integrated-account/sandbox/mcp/{minted["id"]}").AbsoluteUri, server.AdminToken);
        Assert.InRange((int)seen["ms"]!, 0, (int)DeadUrl.Most.TotalMilliseconds);

        var began = Stopwatch.GetTimestamp();
        await using var dead = Start(folder, node, (string)minted["url"]!, id, secret);
        Assert.NotEqual(0, await dead.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, DeadUrl.Most + DeadUrl.Most); // Its own start included.
        await DeadUrl.AssertRowAsync($"TypeScript SDK {DeadUrl.Version("@modelcontextprotocol/sdk")} with OAuth", "`other-agent`", "none", DeadUrl.Shown((string)seen["second"]!), DeadUrl.Shown(dead.Errors));
    }

    private static async Task<JsonNode> MintAsync(LocalServer server)
    {
        using var answer = await server.Api.AskAsync(HttpMethod.Post, "/integrated-account/sandbox/mcp", """{"name":"agent","config":{"auth":"oauth","client":"other-agent"}}""", HttpStatusCode.Created);
        return JsonNode.Parse(answer.RootElement.GetRawText())!;
    }

    private static async Task<(string Id, string Secret)> ClientAsync(LocalServer server)
    {
        using var answer = await server.Api.AskAsync(HttpMethod.Post, "/api-token", """{"name":"agent","scopes":["call"]}""", HttpStatusCode.Created);
        return (answer.RootElement.GetProperty("id").GetString()!, answer.RootElement.GetProperty("token").GetString()!);
    }

    private static async Task<JsonNode> RunAsync(TemporaryFolder folder, string node, string url, string id, string secret, params string[] more)
    {
        await using var client = Start(folder, node, url, id, secret, more);
        Assert.True(await client.ExitAsync() == 0, client.Errors);
        return JsonNode.Parse(client.Output)!;
    }

    private static RunningProgram Start(TemporaryFolder folder, string node, string url, string id, string secret, params string[] more)
    {
        var environment = RunningProgram.CleanEnvironment(folder.Folder("client-home"));
        (environment["MCP_CLIENT_ID"], environment["MCP_CLIENT_SECRET"]) = (id, secret);
        return RunningProgram.Start(node, [Checkout.PathOf("tests", "EndToEnd", "clients", "client-credentials.mjs"), url, .. more], environment, folder.Path);
    }
}
