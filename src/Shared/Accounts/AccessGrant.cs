namespace ServerlessMcp.Accounts;

/// <summary>What an identity rule gives: scopes at accounts, within bounds. A pair stays a pair: two grants of one token
/// never lend each other their accounts.</summary>
public sealed record AccessGrant
{
    /// <summary>What may be done.</summary>
    public required IReadOnlyList<ApiTokenScope> Scopes { get; init; }

    /// <summary>The accounts at which; null for all, and for what concerns no single one.</summary>
    public IReadOnlyList<string>? IntegratedAccounts { get; init; }

    /// <summary>The longest life of a URL that is minted by it; null for the account's own bound.</summary>
    public TimeSpan? MaxTtl { get; init; }

    /// <summary>The methods that such a URL may have; null for the account's own bound.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>The tags that such a URL may have; null for the account's own bound.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether it lets do this at this account; null is what concerns no single one.</summary>
    public bool Lets(ApiTokenScope scope, string? account) =>
        (Scopes.Contains(scope) || Scopes.Contains(ApiTokenScope.Admin))
        && (IntegratedAccounts is null || (account is not null && IntegratedAccounts.Contains(account)));

    /// <summary>An account with a policy that has these bounds as well.</summary>
    public IntegratedAccount Narrow(IntegratedAccount account)
    {
        var policy = account.Policy;
        var max = MaxTtl is { } bound && bound < policy.MaxTtl ? bound : policy.MaxTtl;
        return account with
        {
            NarrowedBy = this,
            Policy = policy with
            {
                MaxTtl = max,
                DefaultTtl = policy.DefaultTtl < max ? policy.DefaultTtl : max,
                AllowPermanent = policy.AllowPermanent && MaxTtl is null,
                Methods = Methods is null ? policy.Methods : MethodNames.Common(policy.Methods, Methods),
                Tags = Tags is null || Tags.Contains("*") ? policy.Tags
                    : policy.Tags.Contains("*") ? Tags
                    : [.. Tags.Intersect(policy.Tags)],
            },
        };
    }
}
