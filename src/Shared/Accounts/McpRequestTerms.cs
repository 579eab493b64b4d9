using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>What a URL is to be that is asked for, or granted.</summary>
/// <param name="Config">What it exposes.</param>
public sealed record McpRequestTerms(McpServerConfig Config)
{
    /// <summary>When it ends; null for the account's usual time from when it is made, unless it
    /// <see cref="NeverExpires"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it is to have no end.</summary>
    public bool NeverExpires { get; init; }

    /// <summary>The longest that it may live from when it is made, by what whoever granted it may give; null for no such
    /// bound.</summary>
    public TimeSpan? MaxTtl { get; init; }

    /// <summary>When a URL of these terms ends that is made now; null for never.</summary>
    public DateTimeOffset? EndsAt(AccountPolicy policy, DateTimeOffset now) =>
        NeverExpires ? null : ExpiresAt ?? now.Later(policy.DefaultTtl);
}
