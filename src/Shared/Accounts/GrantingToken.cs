namespace ServerlessMcp.Accounts;

/// <summary>By what a request was granted. With it ends what was granted and not yet collected: whoever takes an approver's
/// token or rule away means also what was given by it.</summary>
/// <param name="Id">The API token that granted.</param>
/// <param name="EndsAt">When that ends by itself, which takes nothing back; null for never.</param>
/// <param name="Rules">The identity rules that made it, as they were; null for one that an admin made.</param>
public sealed record GrantingToken(string Id, DateTimeOffset? EndsAt, IReadOnlyList<RuleUse>? Rules)
{
    /// <summary>The token of who grants.</summary>
    public static GrantingToken Of(ApiToken token) => new(token.Id, token.ExpiresAt, token.Identity?.Rules);
}
