namespace ServerlessMcp.Accounts;

/// <summary>What became of a request for an MCP URL.</summary>
public enum McpRequestState
{
    /// <summary>Nobody has decided it.</summary>
    Open,

    /// <summary>It may be collected.</summary>
    Granted,

    /// <summary>It was refused, or taken back.</summary>
    Declined,

    /// <summary>Its URL was made.</summary>
    Collected,

    /// <summary>It was granted, and that was taken back before it was collected.</summary>
    Withdrawn,
}
