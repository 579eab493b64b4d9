using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>Lambda's side of the Runtime API, from https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private const string Root = "/2018-06-01/runtime";
    private readonly Channel<(string Id, string Event, DateTimeOffset Deadline)> events = Channel.CreateUnbounded<(string, string, DateTimeOffset)>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(string Kind, JsonNode Body)>> waiting = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<JsonNode> initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackServer server = null!;
    private CancellationTokenSource living = new();
    private int count;

    /// <summary>AWS_LAMBDA_RUNTIME_API.</summary>
    public string Authority => server.Address.Authority;

    public Task<JsonNode> InitError => initError.Task;

    /// <summary>The function has asked for its first invocation.</summary>
    public Task Polled => polled.Task;

    /// <summary>The status that <c>next</c> answers; 200 while all is well.</summary>
    public int NextStatus { get; set; } = 200;

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        api.server = await LoopbackServer.StartAsync(api.ServeAsync);
        return api;
    }

    /// <summary>Invokes the function; answers <c>response</c> or <c>error</c> and what came with it.</summary>
    public async Task<(string Kind, JsonNode Body)> InvokeAsync(string json, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref count).ToString("d8", CultureInfo.InvariantCulture);
        var answer = waiting.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        await events.Writer.WriteAsync((id, json, TimeProvider.System.GetUtcNow() + timeout), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The function was killed: the next invocation is for the next one, even if the server has not noticed yet that nobody waits at the other end.</summary>
    public async Task BuryAsync()
    {
        using var dead = Interlocked.Exchange(ref living, new CancellationTokenSource());
        await dead.CancelAsync();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == Root + "/invocation/next")
        {
            await NextAsync(context);
            return;
        }

        var body = await JsonNode.ParseAsync(context.Request.Body);
        context.Response.StatusCode = 202;
        if (path == Root + "/init/error")
        {
            initError.TrySetResult(body!);
            return;
        }

        if (path[Root.Length..].Split('/') is ["", "invocation", var id, "response" or "error"] && waiting.TryRemove(id, out var answer))
        {
            answer.SetResult((path.EndsWith("/error", StringComparison.Ordinal) ? "error" : "response", body!));
            return;
        }

        context.Response.StatusCode = 400;
    }

    private async Task NextAsync(HttpContext context)
    {
        polled.TrySetResult();
        if (NextStatus != 200)
        {
            context.Response.StatusCode = NextStatus;
            return;
        }

        using var waits = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, living.Token);
        var (id, json, deadline) = await events.Reader.ReadAsync(waits.Token);
        context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
        context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-central-1:123456789012:function:serverless-mcp";
        context.Response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }
}
