using System.Text.Json.Serialization;
using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>One minted MCP URL: whose it is, what it exposes, until when. The token itself is not in it, only its hash.</summary>
public sealed record McpServer
{
    /// <summary>The id, <c>mcp-</c> and 32 hex digits: the first half of <see cref="TokenHash"/>, so that token and id
    /// lead to the same single record.</summary>
    public required string Id { get; init; }

    /// <summary>What the person who minted it called it: 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The account it was minted under, whose tools it has.</summary>
    public required string IntegratedAccountId { get; init; }

    /// <summary>What it exposes.</summary>
    public McpServerConfig Config { get; init; } = new();

    /// <summary>The digest of the tools that were approved (of a URL as it is shown), while
    /// <see cref="McpServerConfig.Frozen"/> is set: first by minting.</summary>
    public string? ApprovedTools { get; init; }

    /// <summary>Of these, the digest of those of its own account, where it has further ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApprovedOwnTools { get; init; }

    /// <summary>The accounts of its config, as they were when it was given them; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FurtherAccount>? Further { get; init; }

    /// <summary>Why it is wanted, in the words of whoever asked for it; null where nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>The ticket that it is for: at most 20 characters without a space. It stands behind the URL's mark.</summary>
    public string? Ticket { get; init; }

    /// <summary>The id of the request that it was made for; null where it was minted outright.</summary>
    public string? RequestId { get; init; }

    /// <summary>SHA-256 of the token, 64 lower-case hex digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The id of the API token that minted it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The account's <see cref="IntegratedAccount.Epoch"/> when it was minted.</summary>
    public long Epoch { get; init; }

    /// <summary>When it was minted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its URL dies by its own record; null for never, where the account's policy allows that.
    /// <see cref="EndsAt"/> is what counts.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>From when the policy's <see cref="AccountPolicy.MaxTtl"/> counts, where an admin has extended it
    /// beyond; null for <see cref="CreatedAt"/>.</summary>
    public DateTimeOffset? MaxTtlFrom { get; init; }

    /// <summary>It as the tools of its own account see it.</summary>
    public McpServer AtHome() => Further is null ? this : this with
    {
        Config = Config.At(IntegratedAccountId),
        ApprovedTools = ApprovedOwnTools,
        Further = null,
    };

    /// <summary>It as the tools of a further account see it: with that account's scope and epoch.</summary>
    public McpServer At(FurtherAccount account) => this with
    {
        Config = Config.At(account.Id),
        Epoch = account.Epoch,
        ApprovedTools = account.ApprovedTools,
        Further = null,
    };

    /// <summary>The digest of the tools of one of its accounts that were approved; null for none.</summary>
    public string? ApprovedToolsOf(string account) =>
        account != IntegratedAccountId ? Further?.FirstOrDefault(one => one.Id == account)?.ApprovedTools
        : Further is null ? ApprovedTools : ApprovedOwnTools;

    /// <summary>
    /// When its URL dies under a policy, which is read anew on each call; null for never. A policy that is shorter than
    /// what was minted ends it sooner, and one that does not allow a URL without an end has ended it already.
    /// </summary>
    public DateTimeOffset? EndsAt(AccountPolicy policy) =>
        ExpiresAt is not { } own ? (policy.AllowPermanent ? null : CreatedAt)
        : LatestEnd(policy) is var latest && latest < own ? latest
        : own;

    /// <summary>The latest end that a policy allows it.</summary>
    public DateTimeOffset LatestEnd(AccountPolicy policy) => (MaxTtlFrom ?? CreatedAt).Later(policy.MaxTtl);

    /// <summary>A new server and its token, which is kept nowhere. It lives for the account's default time unless told
    /// otherwise.</summary>
    public static (McpServer Server, string Token) Mint(
        IntegratedAccount account, string name, McpServerConfig config, string createdBy, DateTimeOffset now)
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
            ExpiresAt = now.Later(account.Policy.DefaultTtl),
        }, token);
    }
}
