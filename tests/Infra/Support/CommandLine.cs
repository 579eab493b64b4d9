using System.Diagnostics;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>One run of a program that was started here, and is ended here should it hang.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record CommandLine(int ExitCode, string Output, string Errors)
{
    // A provider of 700 MB that starts on two busy cores takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>All that it wrote.</summary>
    public string Said => $"exit code {ExitCode}\n{Output}\n{Errors}";

    /// <summary>Runs it to its end.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables besides those of the test; null removes one.</param>
    /// <param name="input">What it reads from standard input.</param>
    public static async Task<CommandLine> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using var started = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, TestContext.Current.CancellationToken);
        try
        {
            await started.StandardInput.WriteAsync(input.AsMemory(), either.Token);
            started.StandardInput.Close();
            var output = started.StandardOutput.ReadToEndAsync(either.Token);
            var errors = started.StandardError.ReadToEndAsync(either.Token);
            await started.WaitForExitAsync(either.Token);
            return new CommandLine(started.ExitCode, await output, await errors);
        }
        finally
        {
            if (!started.HasExited)
                started.Kill(entireProcessTree: true);
        }
    }
}
