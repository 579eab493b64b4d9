using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Tools;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>What an agent is to the product: the official client on an MCP URL, that calls tools it found in the list.</summary>
internal sealed class Agent : IAsyncDisposable
{
    /// <summary>The tools as the product has them.</summary>
    public static readonly ToolCatalog Catalog = TerraformCatalog.Build();

    /// <summary>The two eras of the protocol: with a handshake, and without.</summary>
    public static readonly string[] Eras = ["2025-11-25", "2026-07-28"];

    // The sandbox's runs take seconds.
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(300);
    private const int MaxPolls = 200;

    private readonly McpClient client;

    private Agent(McpClient client, IEnumerable<string> tools) => (this.client, Tools) = (client, tools.ToHashSet(StringComparer.Ordinal));

    /// <summary>The tools of the URL.</summary>
    public IReadOnlySet<string> Tools { get; }

    /// <summary>How the connection ended.</summary>
    public Task<ClientCompletionDetails> Ended => client.Completion;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects and lists the tools. A revision that is given is insisted on.</summary>
    public static Task<Agent> ConnectAsync(Uri url, string? revision = null) =>
        ConnectAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = url, TransportMode = HttpTransportMode.StreamableHttp }), revision);

    /// <summary>Connects through any transport.</summary>
    public static async Task<Agent> ConnectAsync(IClientTransport transport, string? revision = null)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "end-to-end", Version = "1.0" },
            ProtocolVersion = revision,
            InitializationTimeout = TimeSpan.FromMinutes(2),
        };
        var connected = await McpClient.CreateAsync(transport, options, cancellationToken: Cancel);
        Assert.True(revision is null || connected.NegotiatedProtocolVersion == revision, connected.NegotiatedProtocolVersion);
        return new Agent(connected, (await connected.ListToolsAsync(cancellationToken: Cancel)).Select(tool => tool.Name));
    }

    /// <summary>Calls a tool that has to succeed; answers what it says.</summary>
    public async Task<JsonElement> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var (isError, answer) = await TryAsync(tool, arguments);
        Assert.False(isError, $"{tool}: {answer}");
        return answer;
    }

    /// <summary>Calls a tool that has to fail; answers the error.</summary>
    public async Task<JsonElement> FailAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var (isError, answer) = await TryAsync(tool, arguments);
        Assert.True(isError, $"{tool}: {answer}");
        return answer.GetProperty("error");
    }

    /// <summary>Calls a tool that has to succeed, and watches its progress.</summary>
    public async Task<(JsonElement Answer, IReadOnlyList<ProgressNotificationValue> Progress)> WatchAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var notes = new Notes();
        var given = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
        var result = await client.CallToolAsync(tool, given, notes, cancellationToken: Cancel);
        var answer = Read(tool, result);
        Assert.False(result.IsError is true, $"{answer}");
        return (answer, notes.Seen);
    }

    /// <summary>The prompts of the URL, by name.</summary>
    public async Task<IReadOnlyList<string>> PromptsAsync() => [.. (await client.ListPromptsAsync(cancellationToken: Cancel)).Select(prompt => prompt.Name)];

    /// <summary>What a prompt says.</summary>
    public async Task<string> PromptAsync(string name, params (string Name, object? Value)[] arguments)
    {
        var result = await client.GetPromptAsync(name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value), cancellationToken: Cancel);
        return Assert.IsType<TextContentBlock>(Assert.Single(result.Messages).Content).Text;
    }

    /// <summary>The rows of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string tool, params (string Name, object? Value)[] arguments) =>
        [.. (await CallAsync(tool, arguments)).GetProperty("items").EnumerateArray()];

    /// <summary>How many characters a model has read of all answers so far, in a client that shows both copies. What is read again and again until it is as wanted counts once.</summary>
    public int CharactersShown { get; private set; }

    /// <summary>The id of the one workspace of this name, found as an agent finds it: by searching.</summary>
    public async Task<string> FindWorkspaceAsync(string name, string? organization = null)
    {
        var found = await ListAsync("list_all_hashicorp_terraform_cloud_workspaces", ("search", name), ("organization_name", organization));
        return Assert.Single(found, row => row.Text("name") == name).Text("id");
    }

    /// <summary>Reads a run until it is as wanted. One that ended otherwise is not waited for.</summary>
    public async Task<JsonElement> FollowRunAsync(string runId, Func<JsonElement, bool> isWanted)
    {
        JsonElement run = default;
        for (var poll = 0; poll < MaxPolls; poll++)
        {
            run = await CallAsync("get_single_hashicorp_terraform_cloud_run_by_id", ("run_id", runId));
            if (isWanted(run))
                return run;
            Assert.DoesNotContain(run.Text("status"), (string[])["applied", "errored", "canceled", "force_canceled", "discarded", "planned_and_finished"]);
            await Task.Delay(BetweenPolls, TimeProvider.System, Cancel);
        }

        Assert.Fail($"The run does not get there: {run}");
        return run;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    // Progress<T> would hand them to another thread, and some only after the call.
    private sealed class Notes : IProgress<ProgressNotificationValue>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<ProgressNotificationValue> seen = new();

        public IReadOnlyList<ProgressNotificationValue> Seen => [.. seen];

        public void Report(ProgressNotificationValue value) => seen.Enqueue(value);
    }

    private (string Call, int Characters) last;

    // A client that shows a model both copies is the measure.
    private void Count(string tool, Dictionary<string, object?> given, CallToolResult result)
    {
        var call = tool + JsonSerializer.Serialize(given);
        var shown = result.Content.OfType<TextContentBlock>().Sum(block => block.Text.Length) + (result.StructuredContent?.GetRawText().Length ?? 0);
        CharactersShown += shown - (call == last.Call ? last.Characters : 0);
        last = (call, shown);
    }

    private async Task<(bool IsError, JsonElement Answer)> TryAsync(string tool, (string Name, object? Value)[] arguments)
    {
        // Both its names are taken, whichever the URL lists.
        Assert.True(Tools.Contains(tool) || (Catalog.Find(tool) is { } row && Tools.Contains(row.ShortName)), $"There is no {tool} among {string.Join(", ", Tools)}.");
        var given = arguments.Where(argument => argument.Value is not null).ToDictionary(argument => argument.Name, argument => argument.Value);
        var result = await client.CallToolAsync(tool, given, cancellationToken: Cancel);
        Count(tool, given, result);
        return (result.IsError is true, Read(tool, result));
    }

    // One text. A structured copy, where a URL has them, says the same.
    private static JsonElement Read(string tool, CallToolResult result)
    {
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        var answer = JsonElement.Parse(text);
        Assert.True(result.StructuredContent is not { } copy || JsonElement.DeepEquals(copy, answer), $"{tool} says two things: {text}\n{result.StructuredContent}");
        return answer;
    }
}
