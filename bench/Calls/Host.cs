using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ServerlessMcp.Bench.Calls;

/// <summary>
/// The one-machine host of one commit, as it starts for whoever has a token in <c>TFE_TOKEN</c>, with records of its own and the first processor for itself: what it can do in a second is then its own
/// cost, and not that of the one who measures. What it logs goes where nobody reads.
/// </summary>
internal sealed class Host : IDisposable
{
    private const string Account = "terraform";
    private const string AdminToken = "admin-token-of-the-benchmark";

    private readonly string data = Directory.CreateTempSubdirectory("serverless-mcp-calls-").FullName;
    private readonly Process process;

    private Host(string program, int upstream)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec taskset -c 0 \"$@\" >/dev/null", "sh", program, "--urls", $"http://127.0.0.1:{Port}", "--data", data])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["TFE_ADDRESS"] = $"http://127.0.0.1:{upstream}",
            ["TFE_TOKEN"] = "token-of-the-benchmark",
            ["TFE_ORGANIZATION"] = "acme-corp",
            ["SERVERLESSMCP_ADMIN_TOKEN"] = AdminToken,
        })
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort();

    /// <summary>The processor's time that it has had.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program, and waits until it listens and has its account.</summary>
    public static async Task<Host> StartAsync(string program, int upstream)
    {
        var host = new Host(program, upstream);
        for (var tries = 0; !host.IsReady(); tries++)
        {
            if (tries == 200 || host.process.HasExited)
                throw new InvalidOperationException($"{program} did not start.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return host;
    }

    /// <summary>Mints a URL with this config, and gives its path.</summary>
    public string Mint(string config)
    {
        using var connection = new HttpConnection(Port);
        var given = $$"""{"name":"bench","config":{{config}}}""";
        connection.Send(HttpConnection.Request("POST", $"/integrated-account/{Account}/mcp", given, AdminToken));
        connection.TryReceive(out var head, out var body);
        if (!head.StartsWith("HTTP/1.1 201"u8))
            throw new InvalidOperationException($"No URL was minted: {Encoding.UTF8.GetString(body)}");
        using var minted = JsonDocument.Parse(body.ToArray());
        return new Uri(minted.RootElement.GetProperty("url").GetString()!).AbsolutePath;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private bool IsReady()
    {
        try
        {
            using var connection = new HttpConnection(Port);
            connection.Send(HttpConnection.Request("GET", $"/integrated-account/{Account}", "", AdminToken));
            return connection.TryReceive(out var head, out _) && head.StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
