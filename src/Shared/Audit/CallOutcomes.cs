namespace ServerlessMcp.Audit;

/// <summary>The words of <see cref="CallOutcome"/> on the wire. They stay: programs read the trail.</summary>
internal static class CallOutcomes
{
    /// <summary>The word in the trail and in the log.</summary>
    public static string Name(this CallOutcome outcome) => outcome switch
    {
        CallOutcome.Failed => "failed",
        CallOutcome.Ok => "ok",
        CallOutcome.Unknown => "unknown",
        CallOutcome.Limited => "limited",
        CallOutcome.UnknownTool => "unknown_tool",
        CallOutcome.ToolsChanged => "tools_changed",
        CallOutcome.BadArguments => "bad_arguments",
        CallOutcome.ArgumentRefused => "argument_refused",
        CallOutcome.OutOfScope => "out_of_scope",
        CallOutcome.ScopeUnknown => "scope_unknown",
        CallOutcome.NoCredential => "no_credential",
        CallOutcome.StoreUnavailable => "store_unavailable",
        CallOutcome.UpstreamError => "upstream_error",
        CallOutcome.Unreachable => "unreachable",
        CallOutcome.NotReady => "not_ready",
        CallOutcome.Unreadable => "unreadable",
        CallOutcome.UploadFailed => "upload_failed",
        CallOutcome.TooCostly => "too_costly",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };
}
