using ServerlessMcp.Audit;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>Why a call has no answer, in words that a model may read: they quote nothing that came.</summary>
internal sealed class AwsProblem(CallOutcome outcome, int status, string title, string detail, bool isRetryable = false, string? hint = null)
    : Exception(detail)
{
    /// <summary>How the call ends in the audit trail.</summary>
    public CallOutcome Outcome { get; } = outcome;

    /// <summary>The HTTP status that says the same.</summary>
    public int Status { get; } = status;

    /// <summary>What kind of problem.</summary>
    public string Title { get; } = title;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; } = isRetryable;

    /// <summary>What to do.</summary>
    public string? Hint { get; } = hint;
}
