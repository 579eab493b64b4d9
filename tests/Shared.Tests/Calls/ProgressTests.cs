using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Calls;

/// <summary>Who is told of a call's progress, and how: as events before the answer, or not at all.</summary>
public sealed class ProgressTests
{
    private const string Both = "application/json, text/event-stream";
    private static readonly (string, string)[] Handshake = [("Accept", Both), ("MCP-Protocol-Version", "2025-11-25")];
    private static readonly (string, string)[] Stateless =
        [("Accept", Both), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "get_single_hashicorp_terraform_cloud_run_by_id")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_gives_a_token_and_takes_events_hears_of_the_run_and_then_gets_the_answer(bool isStateless)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await CallAsync(product, isStateless ? Stateless : Handshake, token: "\"p-1\"", isStateless);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("30", answer.Headers.GetValues("ratelimit-limit").Single());

        var messages = Events(await answer.Content.ReadAsStringAsync());
        var progress = messages[..^1].Select(message => message["params"]!).ToList();
        Assert.InRange(progress.Count, 2, 5);
        Assert.All(messages[..^1], message => Assert.Equal("notifications/progress", (string)message["method"]!));
        Assert.All(progress, note => Assert.Equal(("p-1", 5, "run is applying"), ((string)note["progressToken"]!, (int)note["total"]!, (string)note["message"]!)));
        Assert.All(progress.Zip(progress.Skip(1)), pair => Assert.True((double)pair.First["progress"]! < (double)pair.Second["progress"]!));
        Assert.True((bool)messages[^1]["result"]!.Answer()["still_running"]!);
        Assert.Equal(9, (int)messages[^1]["id"]!);
    }

    [Fact]
    public async Task What_a_person_would_not_see_is_taken_out_of_progress_as_of_answers()
    {
        await using var product = await TestProduct.StartAsync(between: sandbox => new HidingHandler { InnerHandler = new SandboxHandler(sandbox) });
        using var answer = await CallAsync(product, Handshake, token: "1");
        var notes = Events(await answer.Content.ReadAsStringAsync())[..^1];
        Assert.NotEmpty(notes);
        Assert.All(notes, note => Assert.Equal("run is applying", (string)note["params"]!["message"]!));
    }

    [Fact]
    public async Task Without_a_token_the_same_call_answers_one_JSON_body()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await CallAsync(product, Handshake, token: null);
        await AssertPlainAsync(answer);
    }

    [Fact]
    public async Task A_client_that_takes_only_JSON_gets_one_JSON_body()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await CallAsync(product, [("Accept", "application/json")], token: "1");
        await AssertPlainAsync(answer);
    }

    [Fact]
    public async Task A_host_that_buffers_answers_one_JSON_body()
    {
        await using var product = await TestProduct.StartAsync(options => options.StreamsProgress = false);
        using var answer = await CallAsync(product, Handshake, token: "1");
        await AssertPlainAsync(answer);
    }

    [Fact]
    public async Task A_call_that_does_not_wait_answers_JSON_whatever_the_client_takes()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.PostAsync(await product.TokenAsync(), """
            {"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{},"_meta":{"progressToken":1}}}
            """, Handshake);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task AssertPlainAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.True((bool)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!.Answer()["still_running"]!);
    }

    private static async Task<HttpResponseMessage> CallAsync(TestProduct product, (string, string)[] headers, string? token, bool isStateless = false)
    {
        var url = await product.TokenAsync();
        var runs = await product.CallAsync(url, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("data-lake-ingest")}}"}""");
        var meta = new JsonObject();
        if (token is not null)
        {
            meta["progressToken"] = JsonNode.Parse(token);
        }

        if (isStateless)
        {
            meta["io.modelcontextprotocol/protocolVersion"] = "2026-07-28";
            meta["io.modelcontextprotocol/clientCapabilities"] = new JsonObject();
        }

        var call = product.PostAsync(url, $$$"""
            {"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"get_single_hashicorp_terraform_cloud_run_by_id",
             "arguments":{"run_id":"{{{(string)runs.Answer()["items"]![1]!["id"]!}}}","wait_seconds":5},"_meta":{{{meta.ToJsonString()}}}}}
            """, headers);
        await product.Time.AdvanceNapsAsync(LoadAsync(), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        return await call;

        async Task LoadAsync() => await (await call).Content.LoadIntoBufferAsync();
    }

    private static List<JsonNode> Events(string body)
    {
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        return [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            Assert.StartsWith("event: message\ndata: {", text, StringComparison.Ordinal);
            return JsonNode.Parse(text["event: message\ndata: ".Length..])!;
        })];
    }

    /// <summary>Hides a colour and a zero-width space in each status.</summary>
    private sealed class HidingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            var content = new StringContent(text.Replace("\"applying\"", "\"app\\u001b[31m\\u200blying\"", StringComparison.Ordinal));
            content.Headers.ContentType = answer.Content.Headers.ContentType;
            answer.Content = content;
            return answer;
        }
    }
}
