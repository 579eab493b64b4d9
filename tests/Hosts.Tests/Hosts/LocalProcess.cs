using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>The one-machine host. What it prepares for newcomers is cleared away first, so that it starts as empty as the others.</summary>
internal sealed class LocalProcess(HostProgram program, int port, string folder) : IHost
{
    /// <summary>The executable that the build left.</summary>
    public const string Build = "serverless-mcp.dll";

    private const string Welcome = "ServerlessMcp 0.";
    private const string EndOfWelcome = "Records";

    public IReadOnlyList<string> Secrets => [];

    /// <summary>Without the welcome, which shows the first URL.</summary>
    public string Output => program.Output.Split(Welcome, 2) is [var before, var after] ? before + after.Split(EndOfWelcome, 2)[^1] : program.Output;

    public static async Task<LocalProcess> StartAsync(string executable = Build)
    {
        var folder = Directory.CreateTempSubdirectory("serverless-mcp-").FullName;
        var (program, port) = await HostProgram.ListenAsync(port => HostProgram.Start("Local", executable,
            ["--urls", $"http://127.0.0.1:{port}", "--data", Path.Combine(folder, "data"), "--public-url", Script.PublicUrl, "--sandbox", "--log", "Trace"],
            new Dictionary<string, string> { ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken, ["SERVERLESSMCP_AUDIT_READS"] = "true" }));
        var host = new LocalProcess(program, port, folder);

        // The welcome is written after the first URL is minted; before it there may be an account to come.
        await program.SaysAsync(EndOfWelcome);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        foreach (var account in new[] { "sandbox", "sandbox-tharsis", "sandbox-aws" })
        {
            var cleared = await host.SendAsync(new RawRequest("DELETE", $"/integrated-account/{account}", "", ("Authorization", $"Bearer {Script.AdminToken}")), patience.Token);
            Assert.Equal(200, cleared.Status);
        }

        return host;
    }

    public Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken) => RawHttp.SendAsync(port, request, cancellationToken);

    public async Task BreakStoreAsync(CancellationToken cancellationToken)
    {
        var servers = Path.Combine(folder, "data", "mcp-server");
        Directory.Delete(servers, recursive: true);
        await File.WriteAllTextAsync(servers, "", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
