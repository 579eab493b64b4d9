using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>
/// The Functions executable, started as the Functions host starts a custom handler: its port in FUNCTIONS_CUSTOMHANDLER_PORT, the app's settings in the environment, and
/// requests proxied with the headers of the front end and of the host.
/// </summary>
internal sealed class FunctionsHostUnderTest(AzureCloud cloud, string executable) : ICloudHost
{
    public const string Build = "serverless-mcp-functions.dll";

    private const string InvocationId = "5b8f3c1e-2222-4a2b-9c3d-0123456789ab";

    private HostProgram program = null!;
    private int port;

    public CloudService Store => cloud.Store;

    public CloudService Vault => cloud.Vault;

    public HostProgram Program => program;

    public int Port => port;

    public IReadOnlyList<string> Secrets => cloud.Secrets;

    public string Output => program.Output;

    /// <summary>Starts it, from the build or, where a rooted path is given, from a package.</summary>
    public static async Task<FunctionsHostUnderTest> StartAsync(AzuriteWithIdentities azurite, string executable = Build, Action<Dictionary<string, string>>? change = null)
    {
        var host = new FunctionsHostUnderTest(await AzureCloud.StartAsync(azurite, change), executable);
        await host.ResumeAsync();
        return host;
    }

    public async Task ResumeAsync() => (program, port) = await HostProgram.ListenAsync(port => HostProgram.Start("Functions.Handler", executable, [], new Dictionary<string, string>(cloud.Environment)
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }));

    public ValueTask PauseAsync() => program.DisposeAsync();

    public Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken) =>
        RawHttp.SendAsync(port, request with { Headers = [.. request.Headers, .. AzureCloud.Added, ("X-Azure-Functions-InvocationId", InvocationId), ("x-ms-invocation-id", InvocationId)] }, cancellationToken);

    /// <summary>What comes from the Functions host itself, such as the timer: without the headers of a request from outside.</summary>
    public Task<RawAnswer> SendFromPlatformAsync(RawRequest request, CancellationToken cancellationToken) => RawHttp.SendAsync(port, request, cancellationToken);

    public Task BreakStoreAsync(CancellationToken cancellationToken)
    {
        Store.Outage = Outage.Cut;
        return Task.CompletedTask;
    }

    public Task StopStoreAsync() => cloud.StopStoreAsync();

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await cloud.DisposeAsync();
    }
}
