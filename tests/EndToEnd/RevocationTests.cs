using System.Net;
using ModelContextProtocol;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>What is revoked or narrowed bites on the next call: also that of a client in the middle of its work, and also in another process on the same records.</summary>
public sealed class RevocationTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_connected_client_is_cut_off(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintAsync();
        await using var agent = await Agent.ConnectAsync(minted.Url, revision);
        await agent.FindWorkspaceAsync("internal-vpn");

        await server.Api.RevokeAsync(minted.Id);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => agent.FindWorkspaceAsync("internal-vpn"));
        Assert.True(refused is HttpRequestException { StatusCode: HttpStatusCode.Gone } or McpException, refused.ToString());
    }

    [Fact]
    public async Task A_narrowed_url_loses_its_tools_under_a_connected_client()
    {
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintEverythingAsync();
        await using var agent = await Agent.ConnectAsync(minted.Url);
        var workspace = await agent.FindWorkspaceAsync("payment-gateway");

        (await server.Api.AskAsync(HttpMethod.Patch, $"/integrated-account/sandbox/mcp/{minted.Id}", """{"config": {"methods": ["read"]}}""")).Dispose();
        var refused = await Assert.ThrowsAsync<McpProtocolException>(() => agent.CallAsync("hashicorp_terraform_cloud_workspaces_force_unlock", ("workspace_id", workspace)));
        Assert.Contains("Unknown tool", refused.Message, StringComparison.Ordinal);
        Assert.True((await agent.CallAsync("get_single_hashicorp_terraform_cloud_workspace_by_id", ("workspace_id", workspace))).IsTrue("locked"));
    }

    [Fact]
    public async Task Another_process_on_the_same_records_refuses_it_too()
    {
        using var folder = new TemporaryFolder();
        await using var one = await LocalServer.StartAsync(folder);
        await using var other = await LocalServer.StartAsync(folder);
        var minted = await one.Api.MintAsync();
        Assert.Equal(HttpStatusCode.OK, await other.Api.PingAsync(other.UrlOf(minted.Token)));

        await one.Api.RevokeAsync(minted.Id);
        Assert.Equal(HttpStatusCode.Gone, await other.Api.PingAsync(other.UrlOf(minted.Token)));
    }
}
