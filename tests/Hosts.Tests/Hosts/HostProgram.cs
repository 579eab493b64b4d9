using System.Collections;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>A host's real executable, started as its platform would. Ended by its own handle.</summary>
internal sealed class HostProgram : IAsyncDisposable
{
    private readonly Process process = new();
    private readonly StringBuilder output = new();
    private readonly Changes changes = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProgram(ProcessStartInfo start)
    {
        process.StartInfo = start;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) =>
        {
            exited.TrySetResult();
            changes.Note();
        };
    }

    public int Id => process.Id;

    public Task Exited => exited.Task;

    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Starts <c>src/{project}/bin/…/{assembly}.dll</c>, or a program of its own where <paramref name="assembly"/> is a rooted path. Of the environment only PATH and HOME are passed on.</summary>
    public static HostProgram Start(string project, string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if ((string)variable.Key is "PATH" or "HOME" or "DOTNET_ROOT" or "LANG" or "TMPDIR")
            {
                start.Environment[(string)variable.Key] = (string?)variable.Value;
            }
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (Path.IsPathRooted(assembly))
        {
            start.FileName = assembly;
        }
        else
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(PathOf(project, assembly));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var program = new HostProgram(start);
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>
    /// Starts a program that is told its port, and asks <c>GET /</c> every millisecond until something answers, as the Functions host does every 25. Where another process was faster to take
    /// the port, the program ends, and the next one is tried.
    /// </summary>
    public static async Task<(HostProgram Program, int Port)> ListenAsync(Func<int, HostProgram> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var program = start(port);
            try
            {
                if (await program.AnswersAsync(port))
                {
                    return (program, port);
                }

                Assert.True(attempt < 5, program.Output);
            }
            catch
            {
                await program.DisposeAsync();
                throw;
            }

            await program.DisposeAsync();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it has written this; fails if it ends before, or does not within a minute.</summary>
    public async Task SaysAsync(string text)
    {
        bool HasSaid() => Output.Contains(text, StringComparison.Ordinal);
        await changes.UntilAsync(() => HasSaid() || Exited.IsCompleted);
        Assert.True(HasSaid(), $"It did not say '{text}', but: {Output}");
    }

    /// <summary>Sends SIGTERM, and answers the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { UseShellExecute = false })!;
        return await ExitCodeAsync(cancellationToken);
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private async Task<bool> AnswersAsync(int port)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!Exited.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"It does not answer, and wrote: {Output}");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
            try
            {
                await RawHttp.SendAsync(port, new Contract.RawRequest("GET", "/", ""), patience.Token);
                return true;
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }

        return false;
    }

    internal static string PathOf(string project, string assembly)
    {
        // …/tests/Hosts.Tests/bin/Debug/net10.0/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", project, "bin", own.Parent!.Name, own.Name, assembly);
    }

    private void Note(string? line)
    {
        lock (output) output.AppendLine(line);
        changes.Note();
    }
}
