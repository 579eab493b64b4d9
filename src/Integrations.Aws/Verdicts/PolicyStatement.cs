namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>A statement of a policy, its single values and lists told apart no more.</summary>
/// <param name="Place">Its place in the policy, from 0 on.</param>
/// <param name="Sid">Its name; null where it has none.</param>
/// <param name="IsAllow">Whether it allows.</param>
/// <param name="Principals">Who: kind (AWS, Service, Federated, CanonicalUser) and value; <c>*</c> for anybody.</param>
/// <param name="HasNotPrincipal">Whether it is of all but some.</param>
/// <param name="Actions">What: <c>s3:GetObject</c>.</param>
/// <param name="HasNotAction">Whether it is of all actions but those.</param>
/// <param name="Resources">On what: ARNs.</param>
/// <param name="Conditions">What has to hold: operator, key, values.</param>
internal sealed record PolicyStatement(
    int Place, string? Sid, bool IsAllow, IReadOnlyList<(string Kind, string Value)> Principals, bool HasNotPrincipal,
    IReadOnlyList<string> Actions, bool HasNotAction, IReadOnlyList<string> Resources,
    IReadOnlyList<PolicyCondition> Conditions)
{
    // Of the actions of S3 what begins so changes nothing.
    private static readonly string[] Reading = ["Get", "List", "Describe", "Head"];

    /// <summary>What it is called here: its Sid, or its place.</summary>
    public string Name => Sid is { Length: > 0 } sid ? sid : $"#{Place + 1}";

    /// <summary>Whether it is of anybody.</summary>
    public bool IsOfAnybody => HasNotPrincipal || Principals.Any(principal => principal.Value.Contains('*', StringComparison.Ordinal));

    /// <summary>Whether it lets everybody in whom no fixed value keeps out: what S3 calls public.</summary>
    public bool IsPublic => IsAllow && IsOfAnybody && !Conditions.Any(condition => condition.Fixes);

    /// <summary>Whether one of its actions reads.</summary>
    public bool Reads => HasNotAction || Actions.Any(action => Verb(action) is var verb
        && (verb.Length == 0 || verb[0] is '*' or '?' || Array.Exists(Reading, word => IsLike(verb, word))));

    /// <summary>Whether one of its actions changes something.</summary>
    public bool Writes => HasNotAction || Actions.Any(action => Verb(action) is var verb
        && (verb.Length == 0 || verb[0] is '*' or '?' || !Array.Exists(Reading, word => verb.StartsWith(word, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Whether it lets in who is not of this account, without being public.</summary>
    public bool IsOfOthers(string account) => IsAllow && !IsPublic && (IsOfAnybody
        ? !Conditions.Any(condition => condition.Fixes && condition.IsOfAccount(account))
        : Principals.Any(principal => principal.Kind is "AWS" or "CanonicalUser" && AccountOf(principal.Value) != account));

    /// <summary>The account of a principal: of an ARN, or twelve digits. What can't be told is another's.</summary>
    public static string AccountOf(string principal) =>
        principal.Split(':') is [_, _, _, _, var number, ..] ? number : principal;

    /// <summary>Why it is public, in words: <c>Principal * with s3:GetObject</c>.</summary>
    public string Words => $"{(HasNotPrincipal ? "NotPrincipal" : "Principal *")} with " +
        $"{(HasNotAction ? "all but " : "")}{string.Join(", ", Actions.Take(3))}{(Actions.Count > 3 ? $" and {Actions.Count - 3} more" : "")}"
        + (Conditions.Count > 0 ? $", not tied by {string.Join(", ", Conditions.Select(condition => condition.Key).Distinct())}" : "");

    // A verb with a wildcard in it may be any that begins with what stands before.
    private static bool IsLike(string verb, string word) =>
        verb.AsSpan(0, verb.AsSpan().IndexOfAny('*', '?') is >= 0 and var end ? end : verb.Length) is var fixedPart
        && (fixedPart.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || (fixedPart.Length < verb.Length && word.AsSpan().StartsWith(fixedPart, StringComparison.OrdinalIgnoreCase)));

    private static string Verb(string action) => action.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? action[(colon + 1)..]
        : action == "*" ? "*" : action;
}
