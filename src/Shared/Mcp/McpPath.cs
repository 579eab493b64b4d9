using Microsoft.AspNetCore.Http;
using ServerlessMcp.Access.OAuth;

namespace ServerlessMcp.Mcp;

/// <summary>
/// The paths of the MCP endpoint, read by hand: the framework's routing builds a graph of all routes and looks up the
/// methods behind them, which a cold start would wait for.
/// </summary>
internal static class McpPath
{
    private const string Root = "/mcp";
    private const string Servers = "s/";

    /// <summary>The forms there are, as the API's description names them.</summary>
    public static readonly string[] Patterns = [Root, $"{Root}/{{token}}", $"{OAuthUrls.ServerPath}{{server}}", $"{Root}/{{**rest}}"];

    /// <summary>Whether the request is one of the MCP endpoint. Its <c>RouteValues</c> then have what stands in the path:
    /// <c>token</c>, <c>server</c>, or <c>rest</c> for what is neither; nothing for <c>/mcp</c> alone.</summary>
    public static bool IsIn(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase, out var below))
        {
            return false;
        }

        if (below.Value is { Length: > 1 } value)
        {
            var (name, text) = Read(value[1..]);
            request.RouteValues[name] = text;
        }

        return true;
    }

    // A slash at the end changes nothing, as everywhere.
    private static (string Name, string Text) Read(string below)
    {
        var text = below[^1] == '/' ? below[..^1] : below;
        if (text.Length > 0 && !text.Contains('/', StringComparison.Ordinal))
        {
            return ("token", text);
        }

        return text.Length > Servers.Length && text.StartsWith(Servers, StringComparison.OrdinalIgnoreCase)
            && !text.AsSpan(Servers.Length).Contains('/') ? ("server", text[Servers.Length..]) : ("rest", below);
    }
}
