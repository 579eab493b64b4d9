using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Methods that have nothing to say here, and are answered all the same: clients on the Go SDK 1.7 take a 404 for the
/// end of the session, and others ask whatever the capabilities say. None of them is declared.
/// </summary>
internal static class QuietMethods
{
    /// <summary>The method of the stateless revision by which a client waits for changes.</summary>
    public const string Listen = "subscriptions/listen";

    // https://modelcontextprotocol.io/specification/2026-07-28/schema
    private const string SubscriptionId = "io.modelcontextprotocol/subscriptionId";

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    /// <summary>Answers such a method; false for every other one.</summary>
    public static async Task<bool> AnswerAsync(HttpContext context, JsonRpcRequest request, bool stateless)
    {
        switch (request.Method)
        {
            case RequestMethods.ResourcesList:
                await WriteListAsync(context, request, "resources", stateless);
                return true;
            case RequestMethods.ResourcesTemplatesList:
                await WriteListAsync(context, request, "resourceTemplates", stateless);
                return true;
            case RequestMethods.ResourcesRead:
                var uri = (request.Params as JsonObject)?["uri"];
                await context.WriteFaultAsync(
                    new JsonRpcRefusal(
                        200, McpErrorCode.InvalidParams,
                        "There are no resources here: this server has tools and prompts.")
                    {
                        Id = request.Id,
                        Data = new JsonObject { ["uri"] = uri?.DeepClone() },
                    });
                return true;
            case RequestMethods.CompletionComplete:
                await context.WriteResultAsync(request.Id, JsonResponse.Bytes(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartObject("completion");
                    writer.WriteStartArray("values");
                    writer.WriteEndArray();
                    writer.WriteNumber("total", 0);
                    writer.WriteBoolean("hasMore", false);
                    writer.WriteEndObject();
                    WriteComplete(writer, stateless);
                    writer.WriteEndObject();
                }));
                return true;
            case RequestMethods.Ping or "logging/setLevel" when !stateless:
                await context.WriteResultAsync(request.Id, Nothing);
                return true;
            case Listen when stateless:
                await WriteSubscriptionAsync(context, request.Id);
                return true;
            default:
                return false;
        }
    }

    private static Task WriteListAsync(HttpContext context, JsonRpcRequest request, string member, bool stateless) =>
        !McpParams.IsFirstPage(request)
        ? context.WriteFaultAsync(
            new JsonRpcRefusal(
                200, McpErrorCode.InvalidParams,
                $"{request.Method} has one page, so there is no cursor of it.")
            { Id = request.Id })
        : context.WriteResultAsync(request.Id, JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(member);
            writer.WriteEndArray();
            if (stateless)
            {
                StatelessResultMembers.WriteStateless(writer);
            }

            writer.WriteEndObject();
        }));

    private static void WriteComplete(Utf8JsonWriter writer, bool stateless)
    {
        if (stateless)
        {
            writer.WriteString("resultType", "complete");
        }
    }

    // The stream of a subscription that grants nothing: it is acknowledged and over, in one write, so that no
    // connection is held for changes that never come.
    private static Task WriteSubscriptionAsync(HttpContext context, RequestId id)
    {
        var events = new ArrayBufferWriter<byte>(512);
        WriteEvent(events, writer =>
        {
            writer.WriteString("method", "notifications/subscriptions/acknowledged");
            writer.WriteStartObject("params");
            writer.WriteStartObject("notifications");
            writer.WriteEndObject();
            WriteMeta(writer, id);
            writer.WriteEndObject();
        });
        WriteEvent(events, writer =>
        {
            JsonRpcResponseWriter.WriteId(writer, "id", id);
            writer.WriteStartObject("result");
            WriteComplete(writer, stateless: true);
            WriteMeta(writer, id);
            writer.WriteEndObject();
        });
        return context.WriteBytesAsync(200, EventStream.MediaType, events.WrittenMemory);
    }

    private static void WriteMeta(Utf8JsonWriter writer, RequestId id)
    {
        writer.WriteStartObject("_meta");
        JsonRpcResponseWriter.WriteId(writer, SubscriptionId, id);
        writer.WriteEndObject();
    }

    private static void WriteEvent(ArrayBufferWriter<byte> events, Action<Utf8JsonWriter> write)
    {
        events.Write("event: message\ndata: "u8);
        using (var writer = new Utf8JsonWriter(events, JsonResponse.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            write(writer);
            writer.WriteEndObject();
        }

        events.Write("\n\n"u8);
    }
}
