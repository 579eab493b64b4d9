using System.Net.Sockets;
using ServerlessMcp.Hosts.Tests.Azure.Worker.Protocol;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>The isolated worker under a Functions host of ours: each request is announced over gRPC, and passed on beside to where the worker said.</summary>
internal sealed class WorkerHostUnderTest(AzureCloud cloud, string assembly) : ICloudHost
{
    public WorkerChannel Channel { get; private set; } = null!;

    public CloudService Store => cloud.Store;

    public CloudService Vault => cloud.Vault;

    public HostProgram Program => Channel.Program;

    public IReadOnlyList<string> Secrets => cloud.Secrets;

    public string Output => Channel.Output;

    /// <summary>Starts it from a package, or from the build.</summary>
    public static async Task<WorkerHostUnderTest> StartAsync(AzuriteWithIdentities azurite, string? assembly = null, Action<Dictionary<string, string>>? change = null)
    {
        var host = new WorkerHostUnderTest(await AzureCloud.StartAsync(azurite, change), assembly ?? HostProgram.PathOf("Functions.Worker", "serverless-mcp-functions-worker.dll"));
        await host.ResumeAsync();
        return host;
    }

    public async Task ResumeAsync() => Channel = await WorkerChannel.StartAsync(assembly, cloud.Environment);

    public ValueTask PauseAsync() => Channel.DisposeAsync();

    public Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken) => Channel.InvokeAsync(
        "http", new Value { Http = new HttpRequest() },
        id => PassOnAsync(request with { Headers = [.. request.Headers, .. AzureCloud.Added, ("X-Azure-Functions-InvocationId", id), ("x-ms-invocation-id", id)] }, cancellationToken));

    /// <summary>The timer is due.</summary>
    public Task<int> TickAsync() => Channel.InvokeAsync(
        "CleanupExpired", new Value { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" }, _ => Task.FromResult(0));

    public Task BreakStoreAsync(CancellationToken cancellationToken)
    {
        Store.Outage = Outage.Cut;
        return Task.CompletedTask;
    }

    public Task StopStoreAsync() => cloud.StopStoreAsync();

    // A worker is ready for invocations before it listens for their requests; the Functions host tries again, and so does this.
    private async Task<RawAnswer> PassOnAsync(RawRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RawHttp.SendAsync(Channel.Port, request, cancellationToken);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused && !Program.Exited.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await cloud.DisposeAsync();
    }
}
