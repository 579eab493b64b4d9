using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Where tokens stand in a request. Never in the query string: MCP's authorization forbids that, and query strings are logged everywhere.</summary>
public static class BearerToken
{
    /// <summary>The token of <c>Authorization: Bearer</c> (RFC 6750, 2.1), or null. A second such header is no header: it is not ours to choose.</summary>
    public static string? Of(HttpRequest request)
    {
        const string scheme = "Bearer ";
        return request.Headers.Authorization is [{ } value] && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? value[scheme.Length..].Trim()
            : null;
    }

    /// <summary>The token of <c>X-API-Key</c>, or null.</summary>
    public static string? ApiKeyOf(HttpRequest request) => request.Headers["X-API-Key"] is [{ } value] ? value.Trim() : null;
}
