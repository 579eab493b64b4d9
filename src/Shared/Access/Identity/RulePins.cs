using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>
/// Which claims of a rule say who is meant. A rule for an issuer that strangers use needs one that no stranger can ever
/// get; for the organization's own tenant a group's id or an app role is enough. An e-mail address, a user name and a
/// group's name are none: who may change them, or take one that was given up, would be let in.
/// </summary>
internal static class RulePins
{
    private static readonly string[] Changeable =
        ["email", "preferred_username", "upn", "unique_name", "username", "cognito:username", "nickname", "name"];

    /// <summary>What is wrong with a claim as something that a rule is matched by; null if nothing is.</summary>
    public static string? Complaint(string claim, ClaimTest test)
    {
        if (Changeable.Contains(Last(claim), StringComparer.OrdinalIgnoreCase))
        {
            return $"{claim} can be changed, and taken by somebody else: match sub, an id, a group's id or an app role";
        }

        return Last(claim) is "groups" && !AreIds(test)
            ? "a group's name can be given to another group: match the group's id (a GUID of Entra ID, 00g… of Okta), or " +
                "an app role (roles)"
            : null;
    }

    /// <summary>What a rule lacks to be for somebody; null if nothing.</summary>
    public static string? Lacks(IdentityRule rule, KnownIssuer issuer)
    {
        var ids = string.Join(", ", issuer.Ids.Prepend("sub"));
        var isPinned = rule.Match.Any(claim => claim.Key == "sub" ? IsNarrow(claim.Value)
            : issuer.Ids.Contains(claim.Key) && !claim.Value.IsGlob);
        return isPinned ? null
            : issuer.IsOfStrangers
            ? $"{rule.Issuer} vouches for strangers too, so who is meant has to be matched by one of {ids}, in full, or " +
                "by a glob of sub that begins with two whole names (repo:acme/**)"
            : rule.Match.Any(claim => !claim.Value.IsGlob && Last(claim.Key) is "groups" or "roles") ? null
            : $"who is meant has to be matched by one of {ids}, by a group's id (groups) or an app role (roles)";
    }

    /// <summary>What whoever writes such a rule should know.</summary>
    public static IEnumerable<string> Warnings(IdentityRule rule, KnownIssuer issuer)
    {
        var hasId = rule.Match.Keys.Any(issuer.Ids.Contains);
        if (issuer.Ids.Count > 0 && issuer.IsOfStrangers && !hasId)
        {
            yield return "sub is made of names, which can be changed and then taken by others, and which newer tokens " +
                $"follow with ids (acme@123/infra@456): match {string.Join(" or ", issuer.Ids)} instead, or as well";
        }

        if (issuer.Event is { } started && !rule.Match.ContainsKey(started))
        {
            yield return started == "event_name"
                ? "event_name is not matched: pull_request_target and workflow_run have the subject of the base branch, and " +
                    "may run after code of strangers was checked out"
                : $"{started} is not matched: whoever may plan, speculatively too, gets such a token";
        }
    }

    // The last name of a pointer or of a claim with a namespace: https://acme/groups, cognito:groups, /realm_access/roles.
    private static string Last(string claim) => claim[(claim.LastIndexOfAny(['/', ':']) + 1)..];

    private static bool AreIds(ClaimTest test) => !test.IsGlob && test.Values.All(IsGroupId);

    // repo:acme* would let acme-evil in, repo:* everybody.
    private static bool IsNarrow(ClaimTest test) => !test.IsGlob || test.Values.All(glob =>
        glob.IndexOf('*', StringComparison.Ordinal) is var star
        && (star < 0 || (star > 0 && glob[star - 1] is '/' or ':' && glob.AsSpan(0, star).Count('/') + glob.AsSpan(0, star).Count(':') >= 2)));

    // A GUID of Entra ID, or an id of Okta.
    private static bool IsGroupId(string value) => Guid.TryParseExact(value, "D", out _)
        || (value.Length == 20 && value.StartsWith("00g", StringComparison.Ordinal) && value.All(char.IsAsciiLetterOrDigit));
}
