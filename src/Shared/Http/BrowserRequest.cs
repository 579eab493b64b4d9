using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Whether a person's browser asks, and not a program.</summary>
internal static class BrowserRequest
{
    private const string EventStream = "text/event-stream";

    /// <summary>It names HTML, and not the stream that MCP clients open with GET.</summary>
    public static bool IsFor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && AcceptHeader.Names(request.Headers.Accept, "text/html")
        && !AcceptHeader.Names(request.Headers.Accept, EventStream);
}
