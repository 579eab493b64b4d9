namespace ServerlessMcp.Accounts;

/// <summary>What the gate let in: whose URL, which account, and who called with what second factor.</summary>
/// <param name="Server">The MCP server of the URL; of a URL with several accounts, as this one sees it.</param>
/// <param name="Account">The account, as it is now.</param>
/// <param name="ApiToken">The API token given with the call, or the one that an access token was issued to; null where
/// none is needed.</param>
public sealed record Admission(McpServer Server, IntegratedAccount Account, ApiToken? ApiToken)
{
    /// <summary>The client that an access token was issued to, as its issuer names it; null for a call without one.</summary>
    public string? OAuthClient { get; init; }

    /// <summary>What let the URL itself in, where this is a further account of it; null for the URL's own account.</summary>
    public Admission? Through { get; init; }
}
