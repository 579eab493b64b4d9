using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>
/// CORS (https://fetch.spec.whatwg.org/#http-cors-protocol) for the pages that an operator names in
/// SERVERLESSMCP_ALLOWED_ORIGINS, to the character: what MCP clients in a browser send and read. Never <c>*</c>, and
/// never with credentials: tokens come in headers that the page sets itself.
/// </summary>
internal static class CrossOrigin
{
    private const string AllowedHeaders =
        "Authorization, Content-Type, Accept, X-API-Key, MCP-Protocol-Version, Mcp-Method, Mcp-Name";
    private const string ExposedHeaders = "ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, WWW-Authenticate";

    // A browser asks again after ten minutes, so that an origin that is taken out is out soon.
    private const string MaxAgeSeconds = "600";

    /// <summary>
    /// Sets the headers of an answer to such a page, and answers its preflight; true if it did, for then nothing else
    /// is to be done: no token comes with one, and nothing is read for it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="origins">The origins that are allowed.</param>
    /// <param name="methods">What the path takes: <c>POST</c>.</param>
    public static bool Answer(HttpContext context, IReadOnlyList<string> origins, string methods)
    {
        var request = context.Request.Headers;
        if (request.Origin is not [{ } origin] || !origins.Contains(origin, StringComparer.Ordinal))
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method) || request.AccessControlRequestMethod.Count == 0)
        {
            headers.AccessControlExposeHeaders = ExposedHeaders;
            return false;
        }

        headers.AccessControlAllowMethods = methods;
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlMaxAge = MaxAgeSeconds;
        context.Response.StatusCode = 204;
        return true;
    }
}
