using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Serves <c>tools/call</c>, whose answer is bytes from the first to the last: a session of the SDK would make nodes of
/// them and bytes again. What the SDK says of a request whose <c>_meta</c> does not fit its revision stays with the
/// SDK.
/// </summary>
internal sealed class ToolCallMethod(
    ToolCalls calls, CallLimiter rates, RunningCalls runningCalls, TokenGate gate,
    IOptions<ServerlessMcpOptions> options)
{
    // Of the stateless revision alone.
    private static readonly string[] Reserved =
        [MetaKeys.ProtocolVersion, MetaKeys.ClientInfo, MetaKeys.ClientCapabilities, MetaKeys.LogLevel];

    private static readonly JsonTypeInfo Parameters = McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolRequestParams));
    private static readonly JsonTypeInfo Notification =
        McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ProgressNotificationParams));

    /// <summary>Whether it is served here: not where <c>_meta</c> claims another revision than the request is of.</summary>
    internal static bool Takes(JsonRpcRequest request, bool stateless) =>
        stateless || request.Params?["_meta"] is not JsonObject meta || !Array.Exists(Reserved, meta.ContainsKey);

    /// <summary>Runs a call whose params have their form, and writes its reply; as an event stream where its progress
    /// was told.</summary>
    /// <exception cref="Records.StoreUnavailableException">Nobody could count it, so it was not made.</exception>
    internal async Task AnswerAsync(
        HttpContext context, JsonRpcRequest request, UrlTools tools, IPAddress? address, bool stateless)
    {
        var deadline = context.StoreDeadline();
        var asked = (CallToolRequestParams)request.Params.Deserialize(Parameters)!;
        var (admission, filter) = CalledAccount.Of(tools, asked.Name, asked.Arguments);
        var limit = await rates.TakeAsync(admission, deadline);
        var stream = options.Value.StreamsProgress && EventStream.IsAccepted(context.Request.Headers)
            ? new EventStream(context) : null;
        var client = McpParams.ClientOf((JsonObject)request.Params!);
        var call = new ToolCall(admission, filter, asked.Arguments)
        {
            Name = asked.Name,
            Tools = tools,
            Deadline = deadline.WithoutCaller,
            Entry = ToolCall.Noted(admission) with
            {
                Client = client is null ? context.Request.Headers.UserAgent.ToString() : $"{client.Name} {client.Version}",
                RemoteAddress = address?.ToString(),
            },
            ReportProgress = stream is null ? null : Progress(context, asked, stream),
        };
        var reply = await WatchedAsync(context, call, request.Id, limit, stateless);
        await (stream is { HasStarted: true } ? stream.WriteAsync(reply, context.RequestAborted)
            : context.WriteReplyAsync(reply));
    }

    // What telemetry hears of it, however it ends. A tool's name is noted where it is a tool's: what a caller made up
    // is the caller's text.
    private async Task<ReadOnlyMemory<byte>> WatchedAsync(
        HttpContext context, ToolCall call, RequestId id, ReachedLimit? limit, bool stateless)
    {
        var (operation, entry) = (McpOperation.Of(context), call.Entry);
        try
        {
            return await ReplyAsync(context, call, id, limit, stateless);
        }
        finally
        {
            operation?.Called(
                entry.Effect is null ? CalledName.Finder(entry.Tool ?? "", call.Tools.Filters.Select(filter => filter.Catalog)) : entry.Tool,
                entry.Effect?.ToString().ToLowerInvariant(), entry.Outcome.Name(), entry.Outcome != CallOutcome.Ok);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReplyAsync(
        HttpContext context, ToolCall call, RequestId id, ReachedLimit? limit, bool stateless)
    {
        var aborted = context.RequestAborted;
        aborted.ThrowIfCancellationRequested(); // Nobody waits for it any more, so it is not begun.
        try
        {
            using var running = runningCalls.Begin(
                call.Admission, token => gate.StillAdmitsAsync(call.Admission, call.Deadline.With(token)), aborted);
            var finished = await calls.CallAsync(
                call with { Running = running }, limit, context.Response, running.Ends);
            return ToolCallReply.Of(id, finished, stateless);
        }
        catch (McpProtocolException refusal)
        {
            McpOperation.Of(context)?.Refused((int)refusal.ErrorCode);
            return JsonRpcResponseWriter.Bytes(
                new JsonRpcError
                {
                    Id = id,
                    Error = new JsonRpcErrorDetail { Code = (int)refusal.ErrorCode, Message = refusal.Message }
                });
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !aborted.IsCancellationRequested)
        {
            return ToolCallReply.Failed(id, call.Name, stateless);
        }
    }

    // Only whoever gives a token for it is told
    // (https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/progress).
    private static Func<ToolProgress, CancellationToken, Task>? Progress(
        HttpContext context, CallToolRequestParams call, EventStream stream) => call.ProgressToken is not { } token
        ? null
        : (progress, cancellationToken) =>
        {
            if (!context.Response.HasStarted)
            {
                RateLimitHeaders.Set(context.Response.Headers, progress.RateLimit);
            }

            var told = new ProgressNotificationParams
            {
                ProgressToken = token,
                Progress = new ProgressNotificationValue
                {
                    Progress = (float)progress.Elapsed.TotalSeconds,
                    Total = (float)progress.Total.TotalSeconds,
                    Message = InvisibleText.Clean(progress.Message),
                },
            };
            return stream.WriteAsync(
                new JsonRpcNotification
                {
                    Method = NotificationMethods.ProgressNotification,
                    Params = JsonSerializer.SerializeToNode(told, Notification)
                }, cancellationToken);
        };
}
