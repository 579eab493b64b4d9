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

    /// <summary>The digest of the tools that were approved (<see cref="Mcp.ToolSurface"/>), while <see cref="McpServerConfig.Frozen"/> is set: first by minting.</summary>
    public string? ApprovedTools { get; init; }

    /// <summary>SHA-256 of the token, 64 lower-case hex digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The id of the API token that minted it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The account's <see cref="IntegratedAccount.Epoch"/> when it was minted.</summary>
    public long Epoch { get; init; }

    /// <summary>When it was minted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its URL dies; null for never, where the account's policy allows that.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A new server and its token, which is kept nowhere. It lives for the account's default time unless told otherwise.</summary>
    public static (McpServer Server, string Token) Mint(IntegratedAccount account, string name, McpServerConfig config, string createdBy, DateTimeOffset now)
    {
        var token = SecretToken.Create(SecretToken.UrlPrefix);
        var hash = SecretToken.Hash(token);
        return (new McpServer
        {
            Id = SecretToken.RecordId(SecretToken.UrlPrefix, hash),
            Name = name,
            IntegratedAccountId = account.Id,
            Config = config,
            TokenHash = hash,
            CreatedBy = createdBy,
            Epoch = account.Epoch,
            CreatedAt = now,
            ExpiresAt = now + account.Policy.DefaultTtl,
        }, token);
    }
}
