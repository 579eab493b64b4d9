namespace ServerlessMcp.Records;

/// <summary>The kinds of record in a store.</summary>
public enum RecordKind
{
    /// <summary>An <see cref="IntegratedAccount"/>; owner <see cref="StoredRecord.Root"/>.</summary>
    IntegratedAccount,

    /// <summary>An <see cref="McpServer"/>; owner is its integrated account.</summary>
    McpServer,

    /// <summary>An <see cref="ApiToken"/>; owner <see cref="StoredRecord.Root"/>.</summary>
    ApiToken,

    /// <summary>An entry of the audit trail, of which there is one a call: a <see cref="RecordSeries"/>, owned by its
    /// chain.</summary>
    AuditEntry,

    /// <summary>Where an audit chain ends, roughly; id is the chain, owner its integrated account.</summary>
    AuditHead,

    /// <summary>A <see cref="CallCounter"/> of calls; owner is the MCP server or the integrated account whose calls it
    /// counts, or the issuer of a proof of identity, which is good once.</summary>
    CallCount,

    /// <summary>An <see cref="McpRequest"/>; owner is its integrated account.</summary>
    McpRequest,

    /// <summary>A <see cref="ToolApproval"/> of an MCP server, under its id; owner is its integrated account. Not
    /// listed.</summary>
    ToolApproval,

    /// <summary>An <see cref="IdentityRule"/>; owner <see cref="StoredRecord.Root"/>.</summary>
    IdentityRule,
}
