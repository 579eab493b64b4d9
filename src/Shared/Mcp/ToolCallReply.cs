using ModelContextProtocol.Protocol;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// The reply to <c>tools/call</c>, written once: the text escaped straight from the answer's bytes,
/// <c>structuredContent</c> as they are. Members stand in the SDK's order, which other replies have too.
/// https://modelcontextprotocol.io/specification/2026-07-28/server/tools
/// </summary>
internal static class ToolCallReply
{
    /// <summary>The reply to a call that was carried out.</summary>
    public static ReadOnlyMemory<byte> Of(RequestId id, FinishedCall call, bool stateless) =>
        Write(id, call.Result.Json.Span, call.IsStructured, call.Result.IsError, call.IsUntrusted, stateless);

    /// <summary>The reply to a call that ended in a fault of ours, which is in the log.</summary>
    public static ReadOnlyMemory<byte> Failed(RequestId id, string tool, bool stateless) =>
        Write(id, System.Text.Encoding.UTF8.GetBytes($"An error occurred invoking '{tool}'."), isStructured: false,
            isError: true, isUntrusted: false, stateless);

    private static ReadOnlyMemory<byte> Write(
        RequestId id, ReadOnlySpan<byte> text, bool isStructured, bool isError, bool isUntrusted, bool stateless)
    {
        // A quote is two bytes in the text; a document has about one in five.
        var buffer = new ArrayBufferWriter<byte>(text.Length + (text.Length / 3) + (isStructured ? text.Length : 0) + 512);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartObject("result"u8);
        writer.WriteStartArray("content"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (isStructured)
        {
            writer.WritePropertyName("structuredContent"u8);
            StructuredContent.Write(writer, text);
        }

        writer.WriteBoolean("isError"u8, isError);
        WriteMeta(writer, isUntrusted, stateless);
        writer.WriteEndObject();
        JsonRpcResponseWriter.WriteId(writer, "id", id);
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMeta(Utf8JsonWriter writer, bool isUntrusted, bool stateless)
    {
        if (!isUntrusted && stateless)
        {
            writer.WriteString("resultType"u8, "complete"u8);
        }

        if (!isUntrusted && !stateless)
        {
            return;
        }

        writer.WriteStartObject("_meta"u8);
        if (isUntrusted)
        {
            writer.WriteBoolean("untrusted"u8, true);
        }

        if (stateless)
        {
            StatelessResultMembers.WriteServerInfo(writer);
        }

        writer.WriteEndObject();
        if (isUntrusted && stateless)
        {
            writer.WriteString("resultType"u8, "complete"u8);
        }
    }
}
