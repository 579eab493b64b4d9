namespace ServerlessMcp.Accounts;

/// <summary>What opens an MCP server.</summary>
public enum ServerAuth
{
    /// <summary>Its URL, which carries the token and is the secret.</summary>
    Url,

    /// <summary>An OAuth access token that is bound to it; its URL, <c>/mcp/s/{id}</c>, is no secret.</summary>
    OAuth,
}
