namespace ServerlessMcp.Accounts;

/// <summary>Which tools of a frozen URL were approved, so that what differs now can be named. It allows nothing: what is
/// let through is <see cref="McpServer.ApprovedTools"/> alone.</summary>
public sealed record ToolApproval
{
    /// <summary>The URL's id.</summary>
    public required string ServerId { get; init; }

    /// <summary>Its account.</summary>
    public required string IntegratedAccountId { get; init; }

    /// <summary>The digest that was approved; a record of another approval tells nothing of this one.</summary>
    public required string Digest { get; init; }

    /// <summary>Each tool's short name, and 6 bytes of its own digest in base64url.</summary>
    public required IReadOnlyDictionary<string, string> Tools { get; init; }

    /// <summary>Until when it is kept.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
