namespace ServerlessMcp.Access;

/// <summary>One minted MCP URL: whose it is, what it exposes, until when. The token itself is not in it, only its hash.</summary>
public sealed record McpServer
{
    /// <summary>The id, <c>mcp-</c> and 32 hex digits: the first half of <see cref="TokenHash"/>, so that token and id lead to the same single record.</summary>
    public required string Id { get; init; }

    /// <summary>What the person who minted it called it: 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The account whose Terraform it works on.</summary>
    public required string IntegratedAccountId { get; init; }

    /// <summary>What it exposes.</summary>
    public McpServerConfig Config { get; init; } = new();

    /// <summary>SHA-256 of the token, 64 lower-case hex digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The id of the API token that minted it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was minted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its URL dies; null for never, where the account's policy allows that.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
