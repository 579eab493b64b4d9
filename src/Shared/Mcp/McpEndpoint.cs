using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using McpSession = ModelContextProtocol.Server.McpServer;

namespace ServerlessMcp.Mcp;

/// <summary>The MCP endpoint: <c>POST /mcp/{token}</c>, and <c>POST /mcp</c> with the token as <c>Authorization: Bearer</c>. One message in, one JSON answer out.</summary>
public sealed class McpEndpoint(
    TokenGate gate, OriginPolicy origins, ToolListings listings, ToolCalls calls, IOptions<ServerlessMcpOptions> options)
{
    /// <summary>Serves one POST.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!origins.Allows(request.Headers.Origin))
        {
            await context.WriteFaultAsync(new McpFault(403, McpErrorCode.InvalidRequest, "Pages of this Origin may not call. An operator can allow it."));
            return;
        }

        // The URL's token stands in the path, or as the bearer; then a second factor has to come as X-API-Key.
        var pathToken = request.RouteValues["token"] as string;
        var apiToken = BearerToken.ApiKeyOf(request) ?? (pathToken is null ? null : BearerToken.Of(request));
        var (outcome, admission) = await gate.AdmitAsync(pathToken ?? BearerToken.Of(request), apiToken, context.RequestAborted);
        if (outcome != GateOutcome.Admitted)
        {
            if (outcome == GateOutcome.ApiTokenRequired)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            await context.WriteFaultAsync(outcome == GateOutcome.ApiTokenRequired ? McpFault.ApiTokenRequired : McpFault.NotFound);
            return;
        }

        var (message, fault) = await McpMessageReader.ReadAsync(context, options.Value.MaxRequestBytes);
        if (fault is not null)
        {
            await context.WriteFaultAsync(fault);
            return;
        }

        await DispatchAsync(context, message!, admission!);
    }

    private async Task DispatchAsync(HttpContext context, JsonRpcMessage message, Admission admission)
    {
        var stateless = McpRevision.IsStateless(message.Context?.ProtocolVersion);
        var filter = new ToolFilter(admission.Server.Config, admission.Account);
        if (message is JsonRpcRequest { Method: RequestMethods.ToolsList } list)
        {
            var cursor = (list.Params as JsonObject)?["cursor"];
            var page = ToolListings.Page(listings.Get(filter, admission.Server.Config, admission.Account, stateless), cursor is null ? null : cursor.ToString());
            await (page is { } bytes
                ? context.WriteResultAsync(list.Id, bytes)
                : context.WriteFaultAsync(new McpFault(200, McpErrorCode.InvalidParams, "This is no cursor of tools/list here. Take nextCursor of the page before as it is.") { Id = list.Id }));
            return;
        }

        if (message is JsonRpcRequest { Method: RequestMethods.ToolsCall } call && !IsCall(call.Params))
        {
            // The SDK would call this an internal error of ours.
            await context.WriteFaultAsync(new McpFault(200, McpErrorCode.InvalidParams, "tools/call needs params.name, a text, and takes params.arguments, an object.") { Id = call.Id });
            return;
        }

        var stream = options.Value.StreamsProgress && EventStream.IsAccepted(context.Request.Headers) ? new EventStream(context) : null;
        var transport = new OneShotTransport(message, stream);
        await using var session = McpSession.Create(transport, Describe(context, message, admission, filter, stream), loggerFactory: null, context.RequestServices);
        await session.RunAsync(context.RequestAborted);
        await (stream is { HasStarted: true } && transport.Reply is { } reply
            ? stream.WriteAsync(reply, context.RequestAborted)
            : context.WriteReplyAsync(transport.Reply, stateless));
    }

    private McpServerOptions Describe(HttpContext context, JsonRpcMessage message, Admission admission, ToolFilter filter, EventStream? stream) => new()
    {
        ServerInfo = new Implementation { Name = Product.Name, Title = Product.Title, Version = Product.Version },
        ServerInstructions = Instructions(admission),
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            // Listed above, from bytes; the SDK offers the tools capability only where it knows both handlers.
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult()),
            CallToolHandler = (call, cancellationToken) => calls.CallAsync(
                context, message, call.Params!, new ToolCallContext(admission, filter) { ReportProgress = stream is null ? null : Progress(context, call) }, cancellationToken),
        },
    };

    // Only whoever gives a token for it is told (https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/progress).
    private static Func<ToolProgress, CancellationToken, Task>? Progress(HttpContext context, RequestContext<CallToolRequestParams> call) => call.Params?.ProgressToken is not { } token
        ? null
        : (progress, cancellationToken) =>
        {
            if (!context.Response.HasStarted)
            {
                RateLimitHeaders.Set(context.Response.Headers, progress.RateLimit);
            }

            return call.Server.NotifyProgressAsync(token, new ProgressNotificationValue
            {
                Progress = (float)progress.Elapsed.TotalSeconds,
                Total = (float)progress.Total.TotalSeconds,
                Message = progress.Message,
            }, cancellationToken: cancellationToken);
        };

    private static string Instructions(Admission admission)
    {
        var account = admission.Account;
        var text = new StringBuilder($"Terraform at {account.Address.Host}. ");
        if (account.Organization is { } organization)
        {
            text.Append($"organization_name is {organization} unless given. ");
        }

        text.Append("Lists answer {items, next_cursor, total_count}: pass next_cursor as cursor for more. Answers carry the fields that matter; pass fields to choose others, [\"*\"] for all. ");
        text.Append("Errors say whether a retry can help; a change that timed out may have taken effect, so read before you repeat it.");
        if (admission.Server.ExpiresAt is { } expiresAt)
        {
            text.Append(CultureInfo.InvariantCulture, $" This URL ends at {expiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        return text.ToString();
    }

    private static bool IsCall(JsonNode? parameters) =>
        parameters is JsonObject members && members["name"]?.GetValueKind() == JsonValueKind.String && (members["arguments"] is null or JsonObject);
}
