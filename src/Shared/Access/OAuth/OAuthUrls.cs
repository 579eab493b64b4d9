using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// The addresses of a server that OAuth opens. Each is an issuer of its own, named by its own URL: so its metadata has
/// a path of its own, and a client that looks for OAuth at a plain MCP URL, or at this host, finds nothing.
/// </summary>
public sealed class OAuthUrls(IOptions<ServerlessMcpOptions> options)
{
    /// <summary>Before the path of an MCP server: its protected-resource metadata (RFC 9728, 3.1).</summary>
    public const string ResourceMetadataPrefix = "/.well-known/oauth-protected-resource";

    /// <summary>Before the path of an MCP server: its authorization-server metadata (RFC 8414, 3.1).</summary>
    public const string ServerMetadataPrefix = "/.well-known/oauth-authorization-server";

    /// <summary>The path of an MCP server that OAuth opens, before its id.</summary>
    public const string ServerPath = "/mcp/s/";

    /// <summary>The token endpoint's path.</summary>
    public const string TokenPath = "/oauth/token";

    /// <summary>The authorization endpoint's path. It grants nothing: people don't sign in here.</summary>
    public const string AuthorizationPath = "/oauth/authorize";

    /// <summary>The MCP server's URL: what tokens are for (<c>resource</c>, <c>aud</c>), and who issues them
    /// (<c>iss</c>).</summary>
    public string Server(string id) => Absolute(ServerPath + id);

    /// <summary>The URL that a client gets, and shows nobody, or may show: as <see cref="ServerAuth"/> has it.</summary>
    /// <param name="server">The MCP server.</param>
    /// <param name="token">Its token, when it is minted; null later.</param>
    public string? ForClient(McpServer server, string? token) =>
        server.Config.Auth == ServerAuth.OAuth ? Server(server.Id) : token is null ? null : Absolute("/mcp/" + token);

    /// <summary>The URL of its protected-resource metadata, for <c>WWW-Authenticate</c>.</summary>
    public string ResourceMetadata(string id) => Absolute($"{ResourceMetadataPrefix}{ServerPath}{id}");

    /// <summary>The authorization endpoint.</summary>
    public string Authorization => Absolute(AuthorizationPath);

    /// <summary>The token endpoint for it. The resource stands in its query (RFC 6749, 3.2 lets it), for clients that
    /// send none of their own.</summary>
    public string Token(string id) => $"{Absolute(TokenPath)}?resource={Uri.EscapeDataString(Server(id))}";

    /// <summary>The id of the server whose URL this is; null for any other text.</summary>
    public string? ServerId(string resource) =>
        resource.StartsWith(Server(""), StringComparison.Ordinal) ? resource[Server("").Length..] : null;

    private string Absolute(string path) => options.Value.Absolute(path);
}
