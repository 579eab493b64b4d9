using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>Writing JSON-RPC answers.</summary>
internal static class JsonRpcResponseWriter
{
    private const string Json = "application/json";

    private static readonly JsonTypeInfo<JsonRpcMessage> Message =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>Answers what the SDK's server replied; 202 and nothing after a notification.</summary>
    public static Task WriteReplyAsync(this HttpContext context, JsonRpcMessage? reply, bool stateless)
    {
        if (reply is null)
        {
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        }

        if (reply is JsonRpcError { Error: { } error })
        {
            McpOperation.Of(context)?.Refused(error.Code);
        }

        return context.WriteJsonAsync(
            StatusOf(reply, stateless), Json, writer => JsonSerializer.Serialize(writer, reply, Message));
    }

    /// <summary>A message of the SDK's as bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonRpcMessage message) =>
        JsonResponse.Bytes(writer => JsonSerializer.Serialize(writer, message, Message));

    /// <summary>Answers a reply that is bytes already.</summary>
    public static Task WriteReplyAsync(this HttpContext context, ReadOnlyMemory<byte> reply) =>
        context.WriteBytesAsync(200, Json, reply);

    /// <summary>Answers a result that is bytes already.</summary>
    public static Task WriteResultAsync(this HttpContext context, RequestId id, ReadOnlyMemory<byte> result)
    {
        var buffer = new ArrayBufferWriter<byte>(result.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            WriteId(writer, "id", id);
            writer.WritePropertyName("result");
            writer.WriteRawValue(result.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return context.WriteBytesAsync(200, Json, buffer.WrittenMemory);
    }

    /// <summary>Answers a refusal.</summary>
    public static Task WriteFaultAsync(this HttpContext context, JsonRpcRefusal fault)
    {
        McpOperation.Of(context)?.Refused((int)fault.Code);
        return context.WriteJsonAsync(fault.HttpStatus, Json, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            WriteId(writer, "id", fault.Id);
            writer.WriteStartObject("error");
            writer.WriteNumber("code", (int)fault.Code);
            writer.WriteString("message", fault.Message);
            if (fault.Data is { } data)
            {
                writer.WritePropertyName("data");
                data.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes an id as it came: a text or a number.</summary>
    public static void WriteId(Utf8JsonWriter writer, string name, EchoedId? id)
    {
        if (id?.Number is { } written)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(written);
            return;
        }

        switch (id?.Known.Id)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteNull(name);
                break;
        }
    }

    // The stateless revision maps error codes to statuses; the handshake ones answer 200 whatever the reply says.
    private static int StatusOf(JsonRpcMessage reply, bool stateless) =>
        !stateless || reply is not JsonRpcError { Error: { } error } ? 200
        : (McpErrorCode)error.Code switch
        {
            McpErrorCode.MethodNotFound => 404,
            McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability
                or McpErrorCode.UnsupportedProtocolVersion => 400,
            _ => 200,
        };
}
