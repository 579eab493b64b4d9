using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>The same sandbox behind a socket.</summary>
public sealed class SandboxServerTests
{
    [Fact]
    public async Task A_fault_of_its_own_is_answered_and_stands_in_the_log_without_secrets()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clock = new BrokenClock();
        var log = new Lines();
        await using var server = await SandboxServer.StartAsync(new FaultySandbox(clock).HandleAsync, cancellationToken: cancellation);
        server.Log = log;
        using var sockets = new SocketsHttpHandler();
        using var client = new HttpClient(sockets, disposeHandler: false);
        clock.IsBroken = true;

        using var answer = await client.GetAsync(new Uri(server.Address, "/api/v2/organizations?secret=q"), cancellation);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!["errors"]![0]!;
        Assert.Equal((HttpStatusCode.InternalServerError, "500"), (answer.StatusCode, error["status"]!.GetValue<string>()));
        using var blob = await client.GetAsync(new Uri(server.Address, "/v1/object/of-a-pre-signed-url"), cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, blob.StatusCode);
        Assert.Collection(log.Written,
            line => Assert.StartsWith("Error: The sandbox failed at GET /api/v2/organizations. ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Error: The sandbox failed at GET /v1/object/. ", line, StringComparison.Ordinal));
        Assert.All(log.Written, line => Assert.EndsWith("InvalidOperationException: The clock is broken.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_serves_the_api_by_number_and_blobs_by_name_and_cuts_connections()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sandbox = new FaultySandbox(TimeProvider.System);
        await using var server = await SandboxServer.StartAsync(sandbox.HandleAsync, cancellationToken: cancellation);
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

    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException("The clock is broken.") : System.GetUtcNow();
    }

    private sealed class Lines : ILogger
    {
        public ConcurrentQueue<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}");
    }
}
