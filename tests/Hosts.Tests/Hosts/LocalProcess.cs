using System.Net;
using System.Net.Sockets;
using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>The one-machine host. What it prepares for newcomers is cleared away first, so that it starts as empty as the others.</summary>
internal sealed class LocalProcess(HostProgram program, int port, string folder) : IHost
{
    public string Output => program.Output.Split("Records", 2) is [_, var afterTheWelcome] ? afterTheWelcome : program.Output;

    public static async Task<LocalProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("serverless-mcp-").FullName;
        for (var attempt = 0; ; attempt++)
        {
            var port = FreePort();
            var program = HostProgram.Start("Local", "serverless-mcp.dll",
                ["--urls", $"http://127.0.0.1:{port}", "--data", Path.Combine(folder, "data"), "--public-url", Script.PublicUrl],
                new Dictionary<string, string>
                {
                    ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken,
                    ["TFE_TOKEN"] = ServerlessMcp.Sandbox.TerraformSandbox.OwnerToken,
                    ["TFE_ADDRESS"] = "http://127.0.0.1:1",
                });
            if (await AnswersAsync(program, port))
            {
                var host = new LocalProcess(program, port, folder);
                Assert.Equal(200, (await host.SendAsync(
                    new RawRequest("DELETE", "/integrated-account/terraform", "", ("Authorization", $"Bearer {Script.AdminToken}")), CancellationToken.None)).Status);
                return host;
            }

            Assert.True(attempt < 5, program.Output);
            await program.DisposeAsync();
        }
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

    /// <summary>Asks until somebody answers, as a platform does; false if the program ended, because another one was faster to take the port.</summary>
    internal static async Task<bool> AnswersAsync(HostProgram program, int port)
    {
        while (!program.Exited.IsCompleted)
        {
            try
            {
                // The welcome is written after the first URL is minted; before it there may be an account to come.
                await RawHttp.SendAsync(port, new RawRequest("GET", "/healthz", ""), CancellationToken.None);
                if (program.Output.Contains("Records", StringComparison.Ordinal))
                {
                    return true;
                }
            }
            catch (SocketException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        return false;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
