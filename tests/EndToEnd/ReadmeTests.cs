using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>The README's first screen, run as it stands there: what a newcomer pastes has to work, and to print what is promised.</summary>
public sealed class ReadmeTests
{
    private const int Port = 8765;

    // dotnet run restores and builds first, without a word, and after packages were made of the same tree it builds all anew.
    private static readonly TimeSpan Building = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task What_it_says_to_paste_works()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The README's commands are for a shell.");
        Assert.SkipWhen(Checkout.Find("curl") is null, "There is no curl on the PATH.");
        Assert.True(IsFree(), $"Port {Port}, the one of the README, is in use. Stop what listens there.");
        var commands = Blocks("sh");
        Assert.Equal(["dotnet run --project src/Local", "dotnet test"], [commands[1], commands[^1]]);
        using var home = new TemporaryFolder();

        await using var program = Shell(commands[1], NewcomersEnvironment(home));
        var welcome = new WelcomeText(await program.SaysAsync(WelcomeText.IsWhole, Building));
        AssertShape(Blocks("text")[0].Split('\n'), welcome.Text.Split('\n'));

        using var minted = JsonDocument.Parse(await PasteAsync(Assert.Single(commands, command => command.Contains("\"name\"", StringComparison.Ordinal)), ("ADMIN_TOKEN", welcome.AdminToken)));
        var url = new Uri(minted.RootElement.Text("url"));
        await using (var agent = await Agent.ConnectAsync(url))
        {
            Assert.NotEmpty(await agent.FindWorkspaceAsync("payment-gateway"));
            Assert.Contains("tfc_workspaces_force_unlock", agent.Tools);
            Assert.Contains("tfc_runs_create", agent.Tools);
            Assert.DoesNotContain("tfc_workspaces_delete", agent.Tools);
        }

        using var api = new ControlPlane(welcome.Address, welcome.AdminToken);
        Assert.Equal(HttpStatusCode.OK, await api.PingAsync(url));
        await PasteAsync(Assert.Single(commands, command => command.Contains("DELETE", StringComparison.Ordinal)), ("ADMIN_TOKEN", welcome.AdminToken), ("ID", minted.RootElement.Text("id")));
        Assert.Equal(HttpStatusCode.Gone, await api.PingAsync(url));
    }

    /// <summary>What comes first is for those without .NET: a file as a browser leaves it, which can't be executed yet, and nothing else.</summary>
    [Fact]
    public async Task Its_first_command_starts_the_downloaded_file()
    {
        const string File = "serverless-mcp-linux-x64";
        var built = Checkout.PathOf("artifacts", File);
        Assert.SkipUnless(Path.Exists(built), $"There is no artifacts/{File}: make package-local");
        Assert.True(IsFree(), $"Port {Port}, the one of the README, is in use. Stop what listens there.");
        var command = Blocks("sh")[0];
        Assert.Equal($"chmod +x {File} && ./{File}", command);
        using var home = new TemporaryFolder();
        await System.IO.File.WriteAllBytesAsync(home[File], await System.IO.File.ReadAllBytesAsync(built, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        await using var program = RunningProgram.Start("/bin/sh", ["-c", command], RunningProgram.CleanEnvironment(home.Path), home.Path);
        var welcome = new WelcomeText(await program.SaysAsync(WelcomeText.IsWhole));
        AssertShape(Blocks("text")[0].Split('\n'), welcome.Text.Split('\n'));
        await using var agent = await Agent.ConnectAsync(welcome.FirstUrl);
        Assert.NotEmpty(await agent.FindWorkspaceAsync("payment-gateway"));
    }

    [Fact]
    public void Its_test_command_is_what_continuous_integration_runs() =>
        Assert.Contains(Blocks("sh")[^1], File.ReadAllText(Checkout.PathOf(".ci", "run")), StringComparison.Ordinal);

    private static void AssertShape(string[] promised, string[] printed) =>
        PrintedShape.AssertIs(promised, printed, Array.FindIndex(printed, line => line.StartsWith("ServerlessMcp ", StringComparison.Ordinal)));

    private static List<string> Blocks(string language) => PrintedShape.Blocks(Checkout.PathOf("README.md"), language);

    private static async Task<string> PasteAsync(string command, params (string Name, string Value)[] variables)
    {
        using var home = new TemporaryFolder();
        var environment = RunningProgram.CleanEnvironment(home.Path);
        foreach (var (name, value) in variables)
            environment[name] = value;
        await using var program = Shell(command, environment);
        var exit = await program.ExitAsync();
        Assert.True(exit == 0, program.Errors);
        return program.Output;
    }

    private static RunningProgram Shell(string command, IReadOnlyDictionary<string, string> environment) =>
        RunningProgram.Start("/bin/sh", ["-c", command], environment, Checkout.Root);

    /// <summary>
    /// This environment (NuGet's folders, proxies), but of a user who has no Terraform token and never ran this. The SDK keeps its own home: with another one it
    /// would restore anew, in the middle of other tests.
    /// </summary>
    private static Dictionary<string, string> NewcomersEnvironment(TemporaryFolder home)
    {
        string[] notTheirs = ["TFE_", "TF_TOKEN_", "SERVERLESSMCP_", "MSBUILD"];
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => !notTheirs.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
        environment["DOTNET_CLI_HOME"] = environment.GetValueOrDefault("DOTNET_CLI_HOME", environment.GetValueOrDefault("HOME", ""));
        environment["HOME"] = home.Path;
        environment["XDG_DATA_HOME"] = home.Folder("data");
        environment["PATH"] = Path.GetDirectoryName(Built.Dotnet) + Path.PathSeparator + environment.GetValueOrDefault("PATH", "");

        // No build server that would outlive the test.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["UseSharedCompilation"] = "false";
        return environment;
    }

    private static bool IsFree()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
