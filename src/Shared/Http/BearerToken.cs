using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>
/// Where tokens stand in a request. Never in the query string: MCP's authorization forbids that, and query strings are
/// logged everywhere. A header that came twice is no header: which of the two a proxy before us looked at is not ours
/// to guess.
/// </summary>
internal static class BearerToken
{
    /// <summary>The header for API tokens, unless the host names another.</summary>
    public const string DefaultApiKeyHeader = "X-API-Key";

    /// <summary>No token of anybody's is longer; a longer one is not looked at.</summary>
    public const int MaxLength = 8 * 1024;

    private const string Scheme = "Bearer ";

    /// <summary>The token of <c>Authorization: Bearer</c> (RFC 6750, 2.1), or null.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        ? Token(value.AsSpan(Scheme.Length)) : null;

    /// <summary>The token of the header for API tokens, or null.</summary>
    public static string? ApiKeyOf(HttpRequest request, string header) =>
        request.Headers[header] is [{ } value] ? Token(value) : null;

    // b64token of RFC 6750 has no space and no comma. So two headers that a proxy joined are no token (request smuggling).
    private static string? Token(ReadOnlySpan<char> value) =>
        value.Trim() is { Length: > 0 and <= MaxLength } token && token.IndexOfAny(' ', ',') < 0 ? token.ToString() : null;
}
