using System.Diagnostics;
using System.Text;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>A program that a test started: what it says is kept whole, and it ends with the test, its children too.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    // Of a machine that builds and tests other things on the same two cores. Nothing waits this long on a good day.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock gate = new();
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly Process process;
    private readonly Task ended;
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process)
    {
        this.process = process;
        ended = EndedAsync(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors));
    }

    /// <summary>What it wrote to stdout so far.</summary>
    public string Output => Read(output);

    /// <summary>What it wrote to stderr so far.</summary>
    public string Errors => Read(errors);

    /// <summary>Starts a program with this environment and nothing of ours.</summary>
    public static RunningProgram Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var started = Process.Start(start)!;
        started.StandardInput.Close();
        return new RunningProgram(started);
    }

    /// <summary>What a program needs to start at all: no token, no settings, and a home where nobody has logged in.</summary>
    public static Dictionary<string, string> CleanEnvironment(string home)
    {
        var clean = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["USERPROFILE"] = home,
            ["APPDATA"] = home,
            ["XDG_DATA_HOME"] = Path.Combine(home, ".local", "share"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var name in (string[])["PATH", "TMPDIR", "TEMP", "SYSTEMROOT", "DOTNET_ROOT"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                clean[name] = value;
        }

        return clean;
    }

    /// <summary>Waits until stdout is enough, and answers it. Fails if the program ends before, or says nothing for so long.</summary>
    public async Task<string> SaysAsync(Func<string, bool> isEnough, TimeSpan? patience = null)
    {
        while (true)
        {
            Task next;
            lock (gate)
                next = more.Task;
            var said = Output;
            if (isEnough(said))
                return said;
            if (ended.IsCompleted)
                Assert.Fail($"The program ended with {process.ExitCode} before it said what was waited for.\n{said}\n{Errors}");
            try
            {
                await Task.WhenAny(next, ended).WaitAsync(patience ?? Patience, TimeProvider.System, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The program has said for {patience ?? Patience} no more than:\n{said}\n{Errors}");
            }
        }
    }

    /// <summary>Waits until it has ended and everything it said is here; answers its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await ended.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Kills it at once (SIGKILL), and its children with it.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await ended.WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!ended.IsCompleted)
            await KillAsync();
        process.Dispose();
    }

    private async Task EndedAsync(params Task[] readers)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAll(readers);
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (gate)
            {
                text.Append(buffer, 0, count);
                more.SetResult();
                more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private string Read(StringBuilder text)
    {
        lock (gate)
            return text.ToString();
    }
}
