using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Calls;

/// <summary>What became of a tool call: the JSON for the model, and what the host and the audit log want to know
/// besides.</summary>
/// <param name="Json">The answer: a row, a page of rows, or <c>{"error":{…}}</c>.</param>
/// <param name="Outcome">As in <see cref="AuditEntry.Outcome"/>; everything but <c>ok</c> is an error.</param>
public sealed record ToolResult(ReadOnlyMemory<byte> Json, CallOutcome Outcome)
{
    /// <summary>Whether the call's own request was sent: of a change, the one that changes something.</summary>
    public bool IsSent { get; init; }

    /// <summary>The upstream's limits after the call; null if there was no answer.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>The HTTP status of the upstream's answer.</summary>
    public int? UpstreamStatus { get; init; }

    /// <summary>The upstream's id of the request.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>The arguments as the audit trail has them.</summary>
    public AuditArguments AuditArguments { get; init; } = AuditArguments.None;

    /// <summary>Whether the model is told of an error.</summary>
    public bool IsError => Outcome != CallOutcome.Ok;

    /// <summary>Notes in the entry of the call what this says.</summary>
    internal void NoteIn(AuditEntry entry)
    {
        (entry.Outcome, entry.Arguments, entry.IsSent) = (Outcome, AuditArguments, IsSent);
        entry.Effect = AuditArguments.Effect ?? entry.Effect;
        (entry.UpstreamStatus, entry.UpstreamRequestId, entry.RateLimit) = (UpstreamStatus, UpstreamRequestId, RateLimit);
    }
}
