using System.Diagnostics;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>The real terraform command in a folder of its own, with the built-in provider only, so without a network.</summary>
internal sealed class TerraformCommand : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string executable;

    private TerraformCommand(string executable) => this.executable = executable;

    /// <summary>Where it runs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("plans-of-terraform-").FullName;

    /// <summary>Skips the test where there is no command, and fails it in CI, where there has to be one.</summary>
    public static TerraformCommand Find()
    {
        var name = OperatingSystem.IsWindows() ? "terraform.exe" : "terraform";
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null && Environment.GetEnvironmentVariable("CI") is "true" or "1")
        {
            Assert.Fail("CI must have the terraform command on the PATH.");
        }

        if (found is null)
        {
            Assert.Skip("The terraform command is not on the PATH.");
        }

        return new(found!);
    }

    /// <summary>Writes a file of the configuration, in place of what it had.</summary>
    public async Task WriteAsync(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs it to its end; what it prints. Any other exit than that of success fails the test.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["CHECKPOINT_DISABLE"], start.Environment["TF_IN_AUTOMATION"], start.Environment["TF_INPUT"], start.Environment["HOME"]) = ("1", "1", "0", Folder);
        start.Environment.Remove("TF_CLI_CONFIG_FILE");
        using var terraform = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var (output, errors) = (terraform.StandardOutput.ReadToEndAsync(limit.Token), terraform.StandardError.ReadToEndAsync(limit.Token));
            await terraform.WaitForExitAsync(limit.Token);
            Assert.True(terraform.ExitCode == 0, $"terraform {string.Join(' ', arguments)}: exit {terraform.ExitCode}\n{await output}{await errors}");
            return await output;
        }
        finally
        {
            if (!terraform.HasExited)
            {
                terraform.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
