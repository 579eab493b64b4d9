using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// An answer that is written piece by piece
/// (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html"/>), for the one call that tells its
/// progress. It begins with the first event: until then the answer can still become one JSON body with a status of its
/// own.
/// </summary>
internal sealed class EventStream(HttpContext context)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>Whether the answer has become a stream.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether a client takes one: it names the media type, and not only by a wildcard.</summary>
    public static bool IsAccepted(IHeaderDictionary headers) =>
        AcceptHeader.Names(headers.Accept, MediaType);

    /// <summary>Sends one message, at once.</summary>
    public Task WriteAsync(JsonRpcMessage message, CancellationToken cancellationToken) =>
        WriteAsync(JsonRpcResponseWriter.Bytes(message), cancellationToken);

    /// <summary>Sends one message that is bytes already: JSON without line ends, so that it is one line of data.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var response = context.Response;
        if (!HasStarted)
        {
            HasStarted = true;
            response.StatusCode = 200;
            response.ContentType = MediaType;
            response.Headers.CacheControl = "no-store";

            // nginx and those that follow it would hold events back until the answer is whole.
            response.Headers["X-Accel-Buffering"] = "no";
        }

        await response.Body.WriteAsync((byte[])[.. "event: message\ndata: "u8, .. message.Span, .. "\n\n"u8], cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
