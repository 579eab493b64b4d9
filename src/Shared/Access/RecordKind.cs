namespace ServerlessMcp.Access;

/// <summary>The kinds of record in a store.</summary>
public enum RecordKind
{
    /// <summary>An <see cref="Access.IntegratedAccount"/>; owner <see cref="StoredRecord.Root"/>.</summary>
    IntegratedAccount,

    /// <summary>An <see cref="Access.McpServer"/>; owner is its integrated account.</summary>
    McpServer,

    /// <summary>An <see cref="Access.ApiToken"/>; owner <see cref="StoredRecord.Root"/>.</summary>
    ApiToken,

    /// <summary>A <see cref="CallCounter"/> of calls; owner is the MCP server or the integrated account whose calls it counts.</summary>
    CallCount,
}
