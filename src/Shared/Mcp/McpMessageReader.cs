using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Reads the one JSON-RPC message of a POST and holds it against the HTTP rules of its revision, in the order in which
/// they can be told: https://modelcontextprotocol.io/specification/2026-07-28/basic/transports. The SDK's ASP.NET Core
/// package would do this; see docs/design/mcp.md.
/// </summary>
internal static class McpMessageReader
{
    // Deeper in, where the serializer itself reads.
    private static readonly JsonTypeInfo<JsonRpcMessage> Message =
        (JsonTypeInfo<JsonRpcMessage>)new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            AllowDuplicateProperties = false,
        }.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>The message, or why it is refused.</summary>
    public static async Task<(JsonRpcMessage? Message, JsonRpcRefusal? Fault)> ReadAsync(HttpContext context, int maxBytes)
    {
        var headers = context.Request.Headers;
        if (!AcceptHeader.Takes(headers.Accept, "application/json"))
        {
            return Refuse(406, McpErrorCode.InvalidRequest,
                "The answer is application/json, which the Accept header does not allow. Send Accept: " +
                    "application/json, text/event-stream.");
        }

        if (context.Request.ContentType is not { } type
            || !type.AsSpan().TrimStart().StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(415, McpErrorCode.InvalidRequest,
                "The body has to be one JSON-RPC message with Content-Type: application/json.");
        }

        if (await context.ReadBodyAsync(maxBytes) is not { } body)
        {
            return Refuse(413, McpErrorCode.InvalidRequest,
                $"The body is larger than {maxBytes} bytes, which is the most that is taken. Send less, in several " +
                    "calls.");
        }

        AskedId.Note(context, AskedId.Find(body.Span, isWhole: true));
        var parsed = Parse(body.Span);
        return parsed.Message is { } message && McpHeaderValidation.Check(message, headers) is { } fault ? (null, fault) : parsed;
    }

    private static (JsonRpcMessage? Message, JsonRpcRefusal? Fault) Parse(ReadOnlySpan<byte> body)
    {
        if (!JsonText.IsUnicode(body))
        {
            return Refuse(400, McpErrorCode.ParseError,
                "A text in the body is no Unicode: it has bytes that are not UTF-8, or half a surrogate pair.");
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return reader.TokenType == JsonTokenType.StartArray
                    ? Refuse(400, McpErrorCode.InvalidRequest,
                        "Batches are not taken (they left the protocol with 2025-06-18). Send one message a POST.")
                    : Refuse(400, McpErrorCode.InvalidRequest, "The body has to be one JSON-RPC object.");
            }

            var members = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // The SDK's converter takes the last of two members, a proxy may take the first.
                var member = reader.ValueTextEquals("method"u8) ? 1 : reader.ValueTextEquals("params"u8) ? 2
                    : reader.ValueTextEquals("id"u8) ? 4 : 0;
                if ((members & member) != 0)
                {
                    return Refuse(400, McpErrorCode.InvalidRequest, $"The member {reader.GetString()} stands twice.");
                }

                members |= member;
                reader.Skip();
            }

            reader.Read(); // Throws on anything behind the object.
        }
        catch (JsonException fault)
        {
            return Refuse(400, McpErrorCode.ParseError,
                $"The body is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }

        try
        {
            return JsonSerializer.Deserialize(body, Message) is JsonRpcMessage message and (JsonRpcRequest or JsonRpcNotification)
                ? (message, null)
                : Refuse(400, McpErrorCode.InvalidRequest,
                    "A request or a notification is needed; this server sends no requests, so it takes no responses.");
        }
        catch (JsonException)
        {
            return Refuse(400, McpErrorCode.InvalidRequest,
                "This is no JSON-RPC 2.0 message: it needs \"jsonrpc\":\"2.0\", a \"method\", for a request an " +
                    "\"id\" that is a text or a whole number of 64 bits, and \"params\" that are an object.");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // The SDK's converter throws them where a member has a kind that it did not expect, or stands twice.
            return Refuse(400, McpErrorCode.InvalidRequest,
                "This is no JSON-RPC 2.0 message: a member has the wrong type, or stands twice.");
        }
    }

    private static (JsonRpcMessage? Message, JsonRpcRefusal? Fault) Refuse(int status, McpErrorCode code, string message) =>
        (null, new JsonRpcRefusal(status, code, message));
}
