namespace ServerlessMcp.Audit;

/// <summary>How a tool call ended, in the words of the audit trail and of the log: <see cref="AuditEntry.Outcome"/>.</summary>
internal static class CallOutcome
{
    /// <summary>It did what was asked.</summary>
    public const string Ok = "ok";

    /// <summary>A limit of calls of our own did not let it through.</summary>
    public const string Limited = "limited";

    /// <summary>Its request was sent, and nobody here knows what became of it: a change may have happened.</summary>
    public const string Unknown = "unknown";

    /// <summary>Terraform was never asked for it, or refused: <see cref="AuditEntry.IsSent"/> and
    /// <see cref="AuditEntry.UpstreamStatus"/> say which.</summary>
    public const string Failed = "failed";
}
