using System.Text.Json.Nodes;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>Somebody at a command line, with a home of their own, and what a command told them.</summary>
internal sealed class CommandUser : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Home => folder.Folder("home");

    public string LoginFile => Path.Combine(Home, ".config", "serverless-mcp", "login.json");

    /// <summary>Further variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The environment of a command: of a terminal without colours, if asked for.</summary>
    public Dictionary<string, string> Environment(bool terminal)
    {
        var environment = RunningProgram.CleanEnvironment(Home);
        if (terminal)
        {
            (environment["CLICOLOR_FORCE"], environment["NO_COLOR"], environment["COLUMNS"]) = ("1", "1", "110");
        }

        foreach (var (name, value) in Variables)
            environment[name] = value;
        return environment;
    }

    /// <summary>Runs one as a pipe would, or as a person.</summary>
    public async Task<Told> RunAsync(bool terminal, params string[] arguments)
    {
        await using var program = Start(terminal, arguments);
        return new Told(await program.ExitAsync(), program.Output, program.Errors);
    }

    /// <summary>Runs one in a pipe; answers its lines of JSON.</summary>
    public async Task<JsonNode[]> JsonAsync(params string[] arguments)
    {
        var told = await RunAsync(terminal: false, arguments);
        Assert.True(told.Exit == 0, told.Errors);
        return [.. told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>Starts one and leaves it running.</summary>
    public RunningProgram Start(bool terminal, params string[] arguments) =>
        RunningProgram.Start(Built.Dotnet, ["exec", Built.ServerlessMcp, .. arguments], Environment(terminal), Home);

    /// <summary>Logs in, by a file: what is piped in is what a shell does.</summary>
    public Task<Told> LoginAsync(Uri address, string token)
    {
        File.WriteAllText(Path.Combine(Home, "token"), token + "\n");
        return RunAsync(terminal: false, "login", address.GetLeftPart(UriPartial.Authority), "--token-file", Path.Combine(Home, "token"));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What a command told.</summary>
    internal sealed record Told(int Exit, string Output, string Errors);
}
