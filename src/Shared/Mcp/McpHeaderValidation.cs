using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Whether the headers of a message and its body say the same, and whether a message of the stateless revision carries
/// what it must (SEP-2243, SEP-2575). A proxy may route by the headers; if they could lie, what it let through would
/// not be what is run.
/// </summary>
internal static class McpHeaderValidation
{
    /// <summary>Why the message is refused, or null. Marks the message with its revision.</summary>
    public static JsonRpcRefusal? Check(JsonRpcMessage message, IHeaderDictionary headers)
    {
        var (id, method, parameters) = message switch
        {
            JsonRpcRequest request => (request.Id, request.Method, request.Params as JsonObject),
            JsonRpcNotification notification => ((RequestId?)null, notification.Method, notification.Params as JsonObject),
            _ => throw new ArgumentException("Only requests and notifications come in.", nameof(message)),
        };
        var header = headers[McpHeader.ProtocolVersion].ToString();
        return (Version(method, parameters, header) ?? Stateless(message, method, parameters, header, headers))
            is { } fault ? fault with { Id = id } : null;
    }

    private static JsonRpcRefusal? Version(string method, JsonObject? parameters, string header)
    {
        if (header.Length > 0 && !McpRevision.IsServed(header))
        {
            return new JsonRpcRefusal(
                400, McpErrorCode.UnsupportedProtocolVersion,
                $"{McpHeader.ProtocolVersion} {Quote(header)} is not served.")
            {
                // The list that server/discover gives: clients take their next try from it.
                Data = new JsonObject
                { ["supported"] = new JsonArray(JsonValue.Create(McpRevision.Stateless)), ["requested"] = header },
            };
        }

        return method == RequestMethods.Initialize && header.Length > 0
            && Text(parameters?["protocolVersion"]) is { } asked && asked != header
            ? Mismatch($"{McpHeader.ProtocolVersion} is {header}, params.protocolVersion is {Quote(asked)}.")
            : null;
    }

    private static JsonRpcRefusal? Stateless(
        JsonRpcMessage message, string method, JsonObject? parameters, string header, IHeaderDictionary headers)
    {
        var meta = parameters?["_meta"] as JsonObject;
        var version = Text(meta?[MetaKeys.ProtocolVersion]);
        (message.Context ??= new JsonRpcMessageContext()).ProtocolVersion = header.Length > 0 ? header : null;
        if (!McpRevision.IsStateless(header) && !McpRevision.IsStateless(version))
        {
            return null;
        }

        if (header.Length == 0)
        {
            return Mismatch($"_meta/{MetaKeys.ProtocolVersion} is {Quote(version!)}, and the header " +
                $"{McpHeader.ProtocolVersion} is missing.");
        }

        // A notification has no one to hear of a missing _meta, and dropping it would lose a cancellation.
        if (version is null && message is JsonRpcRequest)
        {
            return Invalid($"Requests of {header} must carry _meta/{MetaKeys.ProtocolVersion}.");
        }

        if (version is not null && version != header)
        {
            return Mismatch($"{McpHeader.ProtocolVersion} is {header}, _meta/{MetaKeys.ProtocolVersion} is {Quote(version)}.");
        }

        return Routing(method, parameters, headers) ?? Request(message, method, meta, header);
    }

    private static JsonRpcRefusal? Routing(string method, JsonObject? parameters, IHeaderDictionary headers)
    {
        if (headers[McpHeader.Method].ToString().Trim() is var named && named != method)
        {
            return Mismatch(named.Length == 0 ? $"The header {McpHeader.Method} is missing."
                : $"{McpHeader.Method} is {Quote(named)}, the body's method is {Quote(method)}.");
        }

        var member = method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
            RequestMethods.ResourcesRead => "uri",
            _ => null,
        };
        if (member is null)
        {
            return null;
        }

        var sent = headers[McpHeader.Name].ToString().Trim();
        var decoded = sent.Any(character => character is < ' ' or > '~') ? null : McpHeaderEncoder.DecodeValue(sent);
        return headers.ContainsKey(McpHeader.Name) && decoded == Text(parameters?[member])
            ? null
            : Mismatch($"{McpHeader.Name} is missing, or is not the body's params.{member}.");
    }

    private static JsonRpcRefusal? Request(JsonRpcMessage message, string method, JsonObject? meta, string header)
    {
        if (message is not JsonRpcRequest)
        {
            return null;
        }

        if (meta?[MetaKeys.ClientCapabilities] is not JsonObject)
        {
            return Invalid($"Requests of {header} must carry _meta/{MetaKeys.ClientCapabilities}, an object.");
        }

        // initialize, ping, logging/setLevel and the resource subscriptions left the protocol with this revision.
        return method is RequestMethods.Initialize or RequestMethods.Ping or "logging/setLevel" or "resources/subscribe"
            or "resources/unsubscribe"
            ? new JsonRpcRefusal(404, McpErrorCode.MethodNotFound, $"There is no method {method} in {header} here.")
            : null;
    }

    private static JsonRpcRefusal Mismatch(string message) => new(400, McpErrorCode.HeaderMismatch, message);

    private static JsonRpcRefusal Invalid(string message) => new(400, McpErrorCode.InvalidParams, message);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Quote(string text) => $"'{TextCut.Shorten(text, 60)}'";
}
