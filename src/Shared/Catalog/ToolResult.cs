using ServerlessMcp.Terraform;

namespace ServerlessMcp.Catalog;

/// <summary>What became of a tool call: the JSON for the model, and what the host and the audit log want to know besides.</summary>
/// <param name="Json">The answer: a row, a page of rows, or <c>{"error":{…}}</c>.</param>
/// <param name="Outcome">As in <see cref="Audit.AuditEntry.Outcome"/>; everything but <c>ok</c> is an error.</param>
public sealed record ToolResult(ReadOnlyMemory<byte> Json, string Outcome)
{
    /// <summary>The outcome of a call that a limit of our own did not let through.</summary>
    public const string Limited = "limited";

    /// <summary>The outcome of a request that was sent, and of which nobody here knows what became of it: a change may have happened.</summary>
    public const string Unknown = "unknown";

    /// <summary>The outcome of a call that Terraform was never asked for, or refused: <see cref="IsSent"/> and <see cref="UpstreamStatus"/> say which.</summary>
    public const string Failed = "failed";

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
    public bool IsError => Outcome != "ok";
}
