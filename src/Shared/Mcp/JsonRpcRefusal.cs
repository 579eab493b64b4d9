using ModelContextProtocol;
using ServerlessMcp.Access;

namespace ServerlessMcp.Mcp;

/// <summary>A message refused before it reaches a tool: an HTTP status and a JSON-RPC error, which echoes the request's
/// id where it could be read.</summary>
/// <param name="HttpStatus">The HTTP status.</param>
/// <param name="Code">The JSON-RPC error code.</param>
/// <param name="Message">What came, what is allowed, what to do.</param>
internal sealed record JsonRpcRefusal(int HttpStatus, McpErrorCode Code, string Message)
{
    /// <summary>The request's id; null where it could not be read.</summary>
    public EchoedId? Id { get; init; }

    /// <summary>The error's <c>data</c>.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>
    /// Malformed, unknown, expired and revoked tokens, in one text. It must stay the same to the byte for all of them.
    /// Not 404: clients take that for "try another transport", or for the end of a session, and hide the text.
    /// </summary>
    public static JsonRpcRefusal Gone { get; } =
        new(410, McpErrorCode.InvalidRequest,
            "There is nothing here. If this was an MCP URL, it has expired or was revoked: ask for a new one.");

    /// <summary>Nothing that could be a token came at <c>/mcp</c>.</summary>
    public static JsonRpcRefusal NoToken { get; } =
        new(401, McpErrorCode.InvalidRequest,
            "No token came. The token of an MCP URL stands in its path, /mcp/{token}, or comes as Authorization: " +
                "Bearer, one header with one value.");

    /// <summary>GET, DELETE and whatever else on a URL that works.</summary>
    public static JsonRpcRefusal MethodNotAllowed { get; } =
        new(405, McpErrorCode.InvalidRequest, "Only POST is taken here: there is no session to end and no stream to open.");

    /// <summary>The second factor is missing or not good.</summary>
    /// <param name="outcome">What came.</param>
    /// <param name="header">Where API tokens may come.</param>
    public static JsonRpcRefusal ApiTokenRequired(GateOutcome outcome, string header) =>
        new(401, McpErrorCode.InvalidRequest, (outcome switch
        {
            GateOutcome.ApiTokenMissing => "This MCP URL needs an API token besides, and none came",
            GateOutcome.ApiTokenUnknown =>
                "This MCP URL needs an API token besides, and what came is none that works: mistyped, expired or deleted",
            GateOutcome.ApiTokenScope => "The API token that came works, and lacks the scope call, which this MCP URL needs",
            _ => "The API token that came works, and is for other accounts than that of this MCP URL",
        }) + $". Send one with the scope call, smcpapi_…, as {header} or as Authorization: Bearer.");

    /// <summary>No access token came, or one that is not good: which, and why, is not told.</summary>
    public static JsonRpcRefusal AccessTokenRequired { get; } =
        new(401, McpErrorCode.InvalidRequest,
            "An OAuth access token for this MCP server is required, as Authorization: Bearer. WWW-Authenticate names " +
                "the metadata that says who issues it.");

    /// <summary>The access token lacks a scope.</summary>
    public static JsonRpcRefusal ScopeInsufficient { get; } =
        new(403, McpErrorCode.InvalidRequest,
            "The access token lacks a scope or role that this MCP server needs. Its metadata names them in " +
                "scopes_supported.");

    /// <summary>The account's policy asks for an API token, which an issuer's access token does not stand for.</summary>
    public static JsonRpcRefusal SecondFactorMissing { get; } =
        new(403, McpErrorCode.InvalidRequest,
            "The account's policy has require_api_token_auth, and an access token of its issuer stands for no API " +
                "token. Use a URL with an API token, or have the policy changed.");

    /// <summary>Too many wrong tokens from one address.</summary>
    public static JsonRpcRefusal TooManyGuesses { get; } =
        new(429, McpErrorCode.InvalidRequest,
            "Too many wrong tokens came from this address, so none is looked at. Try again when the minute is over: " +
                "Retry-After has the seconds.");
}
