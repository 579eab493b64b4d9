using System.Text;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>What somebody without .NET downloads.</summary>
public sealed class LocalFileTests(LocalFile file)
{
    private const int X64 = 62; // EM_X86_64

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_an_executable_for_linux_x64_and_says_nothing_of_the_machine_it_was_built_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
#pragma warning disable CA1416 // Skipped above.
        Assert.True(File.GetUnixFileMode(file.Program).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));
#pragma warning restore CA1416
        var bytes = File.ReadAllBytes(file.Program).AsSpan();
        Assert.True(bytes.StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]));
        Assert.Equal(X64, bytes[18]);
        Assert.Equal(-1, bytes.IndexOf(Encoding.UTF8.GetBytes(Package.Root)));
        Assert.Equal(-1, bytes.IndexOf(Encoding.Unicode.GetBytes(Package.Root)));
    }

    /// <summary>Alone in a folder, without a .NET that it could find.</summary>
    [Fact(Timeout = 60_000)]
    public async Task It_runs_from_an_empty_folder_and_ends_when_it_is_told_to()
    {
        var folder = Directory.CreateTempSubdirectory("serverless-mcp-").FullName;
        try
        {
            var copy = Path.Combine(folder, "smcp");
            File.Copy(file.Program, copy);
            foreach (var says in (string[])["shown this once", $"another: stop this, then {copy} --new-admin-token\n"])
            {
                await using var program = HostProgram.Start("", copy, ["--sandbox", "--urls", "http://127.0.0.1:0"],
                    new Dictionary<string, string> { ["PATH"] = folder, ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["DOTNET_ROOT"] = folder, ["TMPDIR"] = folder });
                await program.SaysAsync("Records");
                Assert.Contains("an HCP Terraform in memory", program.Output, StringComparison.Ordinal);
                Assert.Contains(says, program.Output, StringComparison.Ordinal);
                Assert.Equal(0, await program.TerminateAsync(Cancel));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
