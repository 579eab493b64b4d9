using System.Text.Json.Serialization;

namespace ServerlessMcp.Accounts;

/// <summary>A token for the control plane, or the second factor of an MCP URL. Only its hash is stored.</summary>
public sealed record ApiToken
{
    /// <summary>The id, <c>api-</c> and 32 hex digits: the first half of <see cref="TokenHash"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it: 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<ApiTokenScope> Scopes { get; init; }

    /// <summary>SHA-256 of the token, 64 lower-case hex digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The id of the API token that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The integrated accounts it is good for; null for all.</summary>
    public IReadOnlyList<string>? IntegratedAccounts { get; init; }

    /// <summary>When it was last used, to ten minutes; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The id of the API token that it was rotated from; null for a new one.</summary>
    public string? Replaces { get; init; }

    /// <summary>The id of the first API token of those that were rotated one into the next; null for a first one.</summary>
    public string? FirstId { get; init; }

    /// <summary>Who holds it, as far as that is known: the same before and after a rotation, and each time that somebody
    /// signs in. Who asked for something is told by this from who decides it.</summary>
    [JsonIgnore]
    public string Principal => Identity?.Principal ?? FirstId ?? Id;

    /// <summary>What its access tokens are signed with; null until the first one.</summary>
    public SealedKey? SigningKey { get; init; }

    /// <summary>Whom identity rules made it for; null for one that an admin made.</summary>
    public TokenIdentity? Identity { get; init; }

    /// <summary>What those rules give; null for one that an admin made. <see cref="Scopes"/> and
    /// <see cref="IntegratedAccounts"/> are then all of theirs together, and only <see cref="May"/> decides.</summary>
    public IReadOnlyList<AccessGrant>? Grants { get; init; }

    /// <summary>Whether it may do this at this account; null is what concerns no single one.</summary>
    public bool May(ApiTokenScope scope, string? account) =>
        Grants is null ? Has(scope) && IsFor(account) : Grants.Any(grant => grant.Lets(scope, account));

    /// <summary>Whether it may do this at all of these accounts at once. Two grants don't lend each other theirs.</summary>
    public bool MayAtAll(ApiTokenScope scope, IReadOnlyCollection<string> accounts) =>
        Grants is null ? accounts.All(account => May(scope, account))
        : Grants.Any(grant => accounts.All(account => grant.Lets(scope, account)));

    /// <summary>Whether it may do what <paramref name="scope"/> says; <see cref="ApiTokenScope.Admin"/> may do
    /// everything.</summary>
    public bool Has(ApiTokenScope scope) => Scopes.Contains(scope) || Scopes.Contains(ApiTokenScope.Admin);

    /// <summary>Whether it is good for an integrated account; null is what concerns no single one, which is for tokens
    /// without such a limit.</summary>
    public bool IsFor(string? account) =>
        IntegratedAccounts is null || (account is not null && IntegratedAccounts.Contains(account));

    /// <summary>A new API token and its text, which is kept nowhere.</summary>
    public static (ApiToken Token, string Text) Create(
        string name, IReadOnlyList<ApiTokenScope> scopes, string createdBy, DateTimeOffset now, DateTimeOffset? expiresAt = null)
    {
        var text = SecretToken.Create(SecretToken.ApiPrefix);
        var hash = SecretToken.Hash(text);
        var id = SecretToken.RecordId(SecretToken.ApiPrefix, hash);
        return (new ApiToken
        {
            Id = id,
            Name = name,
            Scopes = scopes,
            TokenHash = hash,
            CreatedBy = createdBy,
            CreatedAt = now,
            ExpiresAt = expiresAt
        }, text);
    }
}
