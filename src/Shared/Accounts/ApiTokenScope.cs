namespace ServerlessMcp.Accounts;

/// <summary>What an API token may do.</summary>
public enum ApiTokenScope
{
    /// <summary>Everything, including accounts and API tokens.</summary>
    Admin,

    /// <summary>Mint, list, read, change and revoke MCP URLs.</summary>
    Mint,

    /// <summary>Decide requests for MCP URLs, and approve the tools of frozen ones.</summary>
    Approve,

    /// <summary>Read the audit log.</summary>
    Audit,

    /// <summary>Call tools of URLs with <c>require_api_token_auth</c>.</summary>
    Call,

    /// <summary>Ask for MCP URLs, and collect those that were granted.</summary>
    Request,
}
