using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Accounts;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Mcp;

/// <summary>What telemetry hears of a message: of what a caller may write freely, only what is one of ours.</summary>
internal static class McpOperation
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        RequestMethods.Initialize, RequestMethods.ServerDiscover, RequestMethods.Ping, RequestMethods.ToolsList,
        RequestMethods.ToolsCall, RequestMethods.PromptsList, RequestMethods.PromptsGet, RequestMethods.ResourcesList,
        RequestMethods.ResourcesRead, RequestMethods.ResourcesTemplatesList,
        RequestMethods.CompletionComplete, NotificationMethods.InitializedNotification,
        NotificationMethods.CancelledNotification,
    };

    /// <summary>Takes the trace that a message belongs to (<c>_meta</c>, SEP-414), and begins to watch it, if somebody
    /// listens.</summary>
    public static OperationTelemetry? Begin(HttpContext context, JsonRpcMessage message, Admission admission)
    {
        var (method, parameters) = message switch
        {
            JsonRpcRequest request => (request.Method, request.Params),
            JsonRpcNotification notification => (notification.Method, notification.Params),
            _ => ("", null),
        };
        if (parameters is JsonObject { Count: > 0 } given && given["_meta"] is JsonObject meta)
        {
            RequestTrace.OfMessage(Text(meta, "traceparent"));
        }

        var revision = message.Context?.ProtocolVersion;
        var operation = OperationTelemetry.Begin(
            Known.Contains(method) ? method : TelemetryNames.Other,
            revision is not null && McpRevision.IsServed(revision) ? revision : null, admission.Server.Id, admission.Account.Id);
        if (operation is not null)
        {
            context.Features.Set(operation);
        }

        return operation;
    }

    /// <summary>What watches the message being answered; null if nothing does.</summary>
    public static OperationTelemetry? Of(HttpContext context) => context.Features.Get<OperationTelemetry>();

    private static string? Text(JsonObject meta, string name) =>
        meta[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
