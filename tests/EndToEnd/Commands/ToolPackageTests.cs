using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>The program as a .NET tool: packed, installed into a folder, run.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    [Trait("Lane", "slow")]
    public async Task It_is_packed_installed_and_run_by_its_name()
    {
        using var folder = new TemporaryFolder();
        var packages = folder.Folder("packages");

        // Built already, in the configuration of these tests.
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        await DotnetAsync(folder, "pack", Checkout.PathOf("src", "Local"), "--no-build", "--configuration", configuration, "--output", packages);
        var package = Assert.Single(Directory.GetFiles(packages, "serverless-mcp.*.nupkg"));
        await File.WriteAllTextAsync(folder["nuget.config"], """<configuration><packageSources><clear /><add key="here" value="packages" /></packageSources></configuration>""", TestContext.Current.CancellationToken);
        var version = Path.GetFileNameWithoutExtension(package)["serverless-mcp.".Length..];
        await DotnetAsync(folder, "tool", "install", "serverless-mcp", "--tool-path", folder["tools"], "--version", version, "--configfile", folder["nuget.config"]);

        var program = Path.Combine(folder["tools"], OperatingSystem.IsWindows() ? "serverless-mcp.exe" : "serverless-mcp");
        foreach (var (argument, says) in new[] { ("--help", "--urls URL"), ("help", "Commands:") })
        {
            var environment = RunningProgram.CleanEnvironment(folder.Folder("home"));
            environment["DOTNET_ROOT"] = Path.GetDirectoryName(Built.Dotnet)!;
            await using var run = RunningProgram.Start(program, [argument], environment, folder.Path);
            Assert.Equal(0, await run.ExitAsync());
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
        }
    }

    // This environment, with NuGet's folders and proxies; the SDK keeps its home.
    private static async Task DotnetAsync(TemporaryFolder folder, params string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => !name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
        (environment["NUGET_PACKAGES"], environment["MSBUILDDISABLENODEREUSE"], environment["DOTNET_NOLOGO"]) = (Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), "1", "1");
        await using var dotnet = RunningProgram.Start(Built.Dotnet, arguments, environment, folder.Path);
        Assert.True(await dotnet.ExitAsync() == 0, dotnet.Output + dotnet.Errors);
    }
}
