using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>What came of one run of an agent: what its model was shown, and what it said itself.</summary>
/// <param name="Tools">The names of all tools at the first request that had any of ours, or the last one's.</param>
/// <param name="Results">What came of the calls, as the model read it.</param>
/// <param name="Added">Arguments that the client put into the schema of the tool that was called.</param>
/// <param name="Said">Both streams of the program.</param>
/// <param name="SawDeathIn">From the first answer that the URL is dead until the model, or whoever waits for the program, was told; null if there was none.</param>
internal sealed record AgentRun(IReadOnlyList<string> Tools, IReadOnlyList<string> Results, IReadOnlyList<string> Added, string Said, TimeSpan? SawDeathIn)
{
    private const string Calls = """[{"tool":"tfc_workspaces_list","arguments":{"search":"internal-vpn"}},{"tool":"tfc_workspaces_list","arguments":{"search":"core-networking"}}]""";

    /// <summary>Runs a task of two calls; the URL is revoked between them.</summary>
    public static async Task<AgentRun> WithADeathBetweenAsync(AgentProgram agent, LocalServer server)
    {
        var minted = await MintAsync(agent, server);
        var revoke = JsonSerializer.Serialize(new { after = 1, url = new Uri(server.Welcome.Address, $"/integrated-account/sandbox/mcp/{minted.Id}").AbsoluteUri, token = server.AdminToken });
        return await RunAsync(agent, agent.Start, server, minted, Calls, revoke);
    }

    /// <summary>Starts it with a URL that is dead.</summary>
    public static async Task<AgentRun> WithADeadUrlAsync(AgentProgram agent, LocalServer server)
    {
        var minted = await MintAsync(agent, server);
        await server.Api.RevokeAsync(minted.Id);
        return await RunAsync(agent, agent.Status ?? agent.Start, server, minted, "[]");
    }

    private static Task<MintedUrl> MintAsync(AgentProgram agent, LocalServer server) => server.Api.MintAsync($$"""{"client": "{{agent.Preset}}", "methods": ["*"]}""");

    private static async Task<AgentRun> RunAsync(AgentProgram agent, Func<AgentHome, IReadOnlyList<string>> command, LocalServer server, MintedUrl minted, params string[] script)
    {
        using var folder = new TemporaryFolder();
        var log = folder["model.jsonl"];
        await using var model = RunningProgram.Start(
            NpmClient.Node, [AgentHome.Folder("scripted-model.mjs"), log, server.Welcome.Address.GetLeftPart(UriPartial.Authority), .. script], RunningProgram.CleanEnvironment(folder.Folder("model-home")));
        var origin = $"http://127.0.0.1:{(await model.SaysAsync(said => said.Contains('\n', StringComparison.Ordinal))).Trim()}";
        var home = new AgentHome(folder.Folder("home"), origin, origin + minted.Url.AbsolutePath);
        var environment = RunningProgram.CleanEnvironment(home.Path);
        foreach (var (name, value) in agent.Environment(home))
        {
            environment[name] = value;
        }

        var line = command(home);
        await using var program = RunningProgram.Start(line[0], line.Skip(1), environment, folder.Folder("work"));
        await program.ExitAsync();
        var ended = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        var notes = (File.Exists(log) ? await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken) : []).Select(note => JsonElement.Parse(note)).ToList();
        var asked = notes.Where(note => note.TryGetProperty("tools", out _)).ToList();
        var seen = asked.FirstOrDefault(note => Texts(note, "tools").Any(name => name.Contains("tfc_", StringComparison.Ordinal)), asked.LastOrDefault());
        var died = notes.FindIndex(note => note.TryGetProperty("status", out var status) && status.GetInt32() == 410);
        var told = died < 0 ? default : notes.Skip(died).FirstOrDefault(note => note.TryGetProperty("tools", out _));
        return new AgentRun(
            Texts(seen, "tools"), Texts(asked.LastOrDefault(), "results"), [.. asked.SelectMany(note => Texts(note, "added")).Distinct()], program.Output + program.Errors,
            died < 0 ? null : TimeSpan.FromMilliseconds((told.ValueKind == JsonValueKind.Object ? At(told) : ended) - At(notes[died])));
    }

    private static long At(JsonElement note) => note.GetProperty("at").GetInt64();

    private static List<string> Texts(JsonElement note, string name) =>
        note.ValueKind == JsonValueKind.Object && note.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [];
}
