using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>The same sandbox behind a socket.</summary>
public sealed class SandboxServerTests
{
    [Fact]
    public async Task It_serves_the_api_by_number_and_blobs_by_name_and_cuts_connections()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sandbox = new TerraformSandbox(TimeProvider.System);
        await using var server = await SandboxServer.StartAsync(sandbox, cancellationToken: cancellation);
        Assert.Equal("127.0.0.1", server.Address.Host);
        using var sockets = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(sockets, disposeHandler: false);

        var run = await Read($"/api/v2/workspaces/{sandbox.WorkspaceId("core-networking")}/runs");
        var plan = await Read($"/api/v2/runs/{run["data"]![0]!["id"]}/plan");
        var log = new Uri(plan["data"]!["attributes"]!["log-read-url"]!.GetValue<string>());
        Assert.Equal(("localhost", server.Address.Port), (log.Host, log.Port));
        Assert.Contains("Plan: 2 to add", await client.GetStringAsync(log, cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(log)).StatusCode);

        sandbox.Faults.On("GET", "/api/v2/organizations").Cut();
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(new Uri(server.Address, "/api/v2/organizations")));
        sandbox.Faults.Clear();
        sandbox.Faults.On("GET", "/api/v2/organizations").CutMidBody();
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(new Uri(server.Address, "/api/v2/organizations")));

        async Task<JsonNode> Read(string path)
        {
            var answer = await Send(new Uri(server.Address, path));
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
        }

        async Task<HttpResponseMessage> Send(Uri uri)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
            return await client.SendAsync(request, cancellation);
        }
    }
}
