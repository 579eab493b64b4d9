using System.Collections;
using System.Diagnostics;
using System.Text;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>A host's real executable, started as its platform would. Ended by its own handle.</summary>
internal sealed class HostProgram : IAsyncDisposable
{
    private readonly Process process = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProgram(ProcessStartInfo start)
    {
        process.StartInfo = start;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => exited.TrySetResult();
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

    private static string PathOf(string project, string assembly)
    {
        // …/tests/Hosts.Tests/bin/Debug/net10.0/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", project, "bin", own.Parent!.Name, own.Name, assembly);
    }

    private void Note(string? line)
    {
        lock (output) output.AppendLine(line);
    }
}
