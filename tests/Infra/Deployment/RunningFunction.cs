using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>
/// The function's own program with the environment that it was deployed with, as an ordinary web server: without a Runtime API it is one. What Lambda adds stands here too:
/// the region and the role's credentials.
/// </summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private RunningFunction(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>All that it logged.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    public static async Task<RunningFunction> StartAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bootstrap.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var foreign in start.Environment.Keys.Where(name => name is not ("PATH" or "HOME" or "DOTNET_ROOT" or "LANG" or "TMPDIR")).ToList())
            start.Environment.Remove(foreign);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;

        var function = new RunningFunction(new Process { StartInfo = start }, address);
        function.process.OutputDataReceived += (_, line) => function.Note(line.Data);
        function.process.ErrorDataReceived += (_, line) => function.Note(line.Data);
        function.process.Start();
        function.process.BeginOutputReadLine();
        function.process.BeginErrorReadLine();
        try
        {
            await function.process.AnswersAsync(new Uri(address, "/healthz"), () => function.Output, cancel);
            return function;
        }
        catch
        {
            await function.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await process.EndAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Note(string? line)
    {
        lock (output) output.AppendLine(line);
    }
}
