using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>Two one-machine hosts, each on a sandbox of its own, that are asked the same. What they answer differently, but for <see cref="Normal"/>, is kept.</summary>
internal sealed class SandboxPair : IAsyncDisposable
{
    // A run of the sandbox takes seconds.
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RateLimitWindow = TimeSpan.FromSeconds(1.1);
    private const int MaxPolls = 300;
    private const int MostAtOnce = 24;

    private volatile int remaining = MostAtOnce;

    private static readonly (string, string) Json = ("Content-Type", "application/json");

    private readonly string folder = Directory.CreateTempSubdirectory("serverless-mcp-").FullName;
    private readonly List<(HostProgram Program, int Port)> hosts = [];
    private readonly List<string> paths = [];
    private readonly List<string> differences = [];
    private int calls;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What was answered differently.</summary>
    public IReadOnlyList<string> Differences => differences;

    /// <summary>How many answers were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>What both wrote to their consoles.</summary>
    public string Output => string.Concat(hosts.Select(host => host.Program.Output));

    /// <summary>Starts both, and mints a URL of each that has every tool.</summary>
    public static async Task<SandboxPair> StartAsync(params string[] programs)
    {
        var pair = new SandboxPair();
        try
        {
            foreach (var program in programs)
            {
                await pair.AddAsync(program);
            }
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }

        return pair;
    }

    /// <summary>Asks both; answers the first one's result.</summary>
    public async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null)
    {
        var body = Body(method, parameters);
        await TakeTurnAsync((string?)parameters?["name"]);
        return Compare(body, await Task.WhenAll(hosts.Select((_, each) => SendAsync(each, body))))["result"]!;
    }

    // What asks for several things at once, or changes one and reads beside it, would meet the sandbox's rate limit in one of them and not in the other: their answers, and from then on their ids, would differ.
    private async Task TakeTurnAsync(string? tool)
    {
        if (remaining < MostAtOnce && tool?.StartsWith("list_", StringComparison.Ordinal) == false && !tool.StartsWith("get_", StringComparison.Ordinal))
        {
            await Task.Delay(RateLimitWindow, TimeProvider.System, Cancel);
        }
    }

    /// <summary>Calls a tool of both.</summary>
    public async Task<ToolAnswer> CallAsync(string tool, JsonObject arguments) =>
        new(await AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }));

    /// <summary>Calls a tool of both, that has to succeed.</summary>
    public async Task<JsonNode> DoAsync(string tool, JsonObject arguments)
    {
        var answer = await CallAsync(tool, arguments);
        Assert.False(answer.IsError, $"{tool}: {answer.Json}");
        return answer.Json;
    }

    /// <summary>Calls a tool of each until it answers what is wanted; those answers are compared.</summary>
    public async Task<JsonNode> FollowAsync(string tool, JsonObject arguments, Func<JsonNode, bool> isWanted)
    {
        var body = Body("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments });
        return new ToolAnswer(Compare(body, await Task.WhenAll(hosts.Select((_, each) => UntilAsync(each))))["result"]!).Json;

        async Task<RawAnswer> UntilAsync(int each)
        {
            for (var poll = 0; poll < MaxPolls; poll++)
            {
                var answer = await SendAsync(each, body);
                if (isWanted(answer.ToolJson))
                {
                    return answer;
                }

                await Task.Delay(BetweenPolls, TimeProvider.System, Cancel);
            }

            throw new TimeoutException($"It does not get there: {body}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (program, _) in hosts)
        {
            await program.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task AddAsync(string program)
    {
        var data = Path.Combine(folder, $"data-{hosts.Count}");
        hosts.Add(await HostProgram.ListenAsync(port => HostProgram.Start("Local", program,
            ["--sandbox", "--urls", $"http://127.0.0.1:{port}", "--data", data, "--public-url", Script.PublicUrl, "--log", "Warning"],
            new Dictionary<string, string> { ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken })));
        await hosts[^1].Program.SaysAsync("Records"); // The account is stored before.
        var minted = await RawHttp.SendAsync(hosts[^1].Port, new RawRequest("POST", "/integrated-account/sandbox/mcp",
            """{"name":"x","config":{"methods":["*"],"tags":["*","credentials"],"listing":"all"}}""", Json, ("Authorization", $"Bearer {Script.AdminToken}")), Cancel);
        Assert.True(minted.Status == 201, minted.Text);
        paths.Add($"/mcp/{(string)minted.Json["token"]!}");
    }

    private string Body(string method, JsonObject? parameters) =>
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++calls, ["method"] = method, ["params"] = parameters ?? [] }.ToJsonString();

    // The sandbox has the rate limit of HCP Terraform, which a test of one call after the other soon reaches.
    private async Task<RawAnswer> SendAsync(int each, string body)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await RawHttp.SendAsync(hosts[each].Port, new RawRequest("POST", paths[each], body, Json), Cancel);
            remaining = answer.Headers.TryGetValue("ratelimit-remaining", out var left) && int.TryParse(left, CultureInfo.InvariantCulture, out var count) ? count : remaining;
            if (attempt == MaxPolls || !answer.Text.Contains("\\\"status\\\":429", StringComparison.Ordinal))
            {
                return answer;
            }

            await Task.Delay(BetweenPolls, TimeProvider.System, Cancel);
        }
    }

    private JsonNode Compare(string body, RawAnswer[] answers)
    {
        var told = answers.Select(answer => Normal.Of(answer.Told)).ToList();
        Compared++;
        if (told.Distinct(StringComparer.Ordinal).Count() > 1)
        {
            differences.Add($"{body}\n{string.Join('\n', told)}");
        }

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        return answers[0].Json;
    }
}
