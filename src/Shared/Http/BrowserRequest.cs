using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Whether a person's browser asks, and not a program.</summary>
internal static class BrowserRequest
{
    private const string EventStream = "text/event-stream";

    /// <summary>It names HTML, and not the stream that MCP clients open with GET.</summary>
    public static bool IsFor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && Names(request.Headers, "text/html") && !Names(request.Headers, EventStream);

    private static bool Names(IHeaderDictionary headers, string mediaType) =>
        headers.Accept.Any(
            value => value?.Split(',')
                .Any(range => range.AsSpan().Trim().StartsWith(mediaType, StringComparison.OrdinalIgnoreCase)) == true);
}
