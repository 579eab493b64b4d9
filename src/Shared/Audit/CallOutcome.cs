namespace ServerlessMcp.Audit;

/// <summary>How a tool call ended. <see cref="CallOutcomes.Name"/> is its word in the audit trail and in the log;
/// docs/security.md has the table.</summary>
public enum CallOutcome
{
    /// <summary>The upstream was never asked for it, or refused: <see cref="AuditEntry.IsSent"/> and
    /// <see cref="AuditEntry.UpstreamStatus"/> say which.</summary>
    Failed,

    /// <summary>It did what was asked.</summary>
    Ok,

    /// <summary>Its request was sent, and nobody here knows what became of it: a change may have happened.</summary>
    Unknown,

    /// <summary>A limit of calls of our own did not let it through.</summary>
    Limited,

    /// <summary>The URL has no such tool.</summary>
    UnknownTool,

    /// <summary>The URL is frozen, and its tools are no longer those that were approved.</summary>
    ToolsChanged,

    /// <summary>The arguments are not those of the tool. Nothing was sent.</summary>
    BadArguments,

    /// <summary>An argument has an effect that the URL may not have. Nothing was sent.</summary>
    ArgumentRefused,

    /// <summary>What the arguments name is not in the URL's scope.</summary>
    OutOfScope,

    /// <summary>Whether it is in scope could not be found out.</summary>
    ScopeUnknown,

    /// <summary>The account's token can't be had. Nothing was sent.</summary>
    NoCredential,

    /// <summary>The store of records could not answer, or did not take the note.</summary>
    StoreUnavailable,

    /// <summary>The upstream refused, or answered what it should not.</summary>
    UpstreamError,

    /// <summary>The upstream could not be reached, and the request had no effect.</summary>
    Unreachable,

    /// <summary>What was asked for is not there yet: a plan that runs, a log that has not begun.</summary>
    NotReady,

    /// <summary>What came can't be read; of a change with a 2xx, it was done, and its answer can't be told.</summary>
    Unreadable,

    /// <summary>It was created, and the upload to it failed.</summary>
    UploadFailed,

    /// <summary>Looking through what came took longer than a call may.</summary>
    TooCostly,
}
