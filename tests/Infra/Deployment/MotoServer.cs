using System.Diagnostics;
using System.Text.RegularExpressions;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>An account of AWS on loopback, empty at first: moto_server (<see href="https://docs.getmoto.org/en/latest/docs/server_mode.html"/>). A test skips where it is not installed.</summary>
internal sealed partial class MotoServer : IAsyncDisposable
{
    private readonly Process process;

    private MotoServer(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>Where all of its services listen.</summary>
    public Uri Address { get; }

    public static async Task<MotoServer> StartAsync(CancellationToken cancel)
    {
        // Port 0 is any free one, and the program says which.
        var start = new ProcessStartInfo(Needed.Program("moto_server"), ["-H", "127.0.0.1", "-p", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PYTHONUNBUFFERED"] = "1";
        var started = new Process { StartInfo = start, EnableRaisingEvents = true };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Listen(string? line)
        {
            if (Running().Match(line ?? "") is { Success: true } said)
                listening.TrySetResult(new Uri(said.Groups["address"].Value));
        }

        started.OutputDataReceived += (_, line) => Listen(line.Data);
        started.ErrorDataReceived += (_, line) => Listen(line.Data);
        started.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("moto_server ended before it listened."));
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        try
        {
            var server = new MotoServer(started, await listening.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, cancel));
            await started.AnswersAsync(new Uri(server.Address, "/moto-api/data.json"), () => "moto_server has ended.", cancel);
            return server;
        }
        catch
        {
            started.Kill(entireProcessTree: true);
            started.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await process.EndAsync();

    [GeneratedRegex(@"Running on (?<address>http://127\.0\.0\.1:[0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex Running();
}
