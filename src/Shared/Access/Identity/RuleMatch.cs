using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>What a rule says to claims.</summary>
/// <param name="Unmatched">The claims that are not what they must be, by name; <c>deny</c> before one that is what it
/// must not be.</param>
internal sealed record RuleMatch(IReadOnlyList<string> Unmatched)
{
    /// <summary>Whether it takes them.</summary>
    public bool IsMatch => Unmatched.Count == 0;

    /// <summary>Holds the claims against <c>match</c> and <c>deny</c>. A claim that is not there matches nothing.</summary>
    public static RuleMatch Of(IdentityRule rule, ClaimSet claims) => new(
    [
        .. rule.Match.Where(test => !Holds(test.Value, claims.Values(test.Key))).Select(test => test.Key),
        .. rule.Deny.Where(test => Holds(test.Value, claims.Values(test.Key))).Select(test => $"deny {test.Key}"),
    ]);

    private static bool Holds(ClaimTest test, IReadOnlyList<string>? values) => values is not null
        && values.Any(value => test.Values.Any(
            wanted => test.IsGlob ? ClaimGlob.IsLike(wanted, value) : string.Equals(wanted, value, StringComparison.Ordinal)));
}
