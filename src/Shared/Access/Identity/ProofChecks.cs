using System.Runtime.InteropServices;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Access.Identity;

/// <summary>What a proof's own claims have to be, whatever the rule says (OpenID Connect Core 1.0, 3.1.3.7).</summary>
internal static class ProofChecks
{
    /// <summary>How old a machine's proof may be where its rule says nothing.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private const int LongestSubject = 500;
    private const int LongestName = 80;

    /// <summary>What is wrong with it; null if nothing.</summary>
    public static string? Complaint(ClaimSet claims, Proof proof, string audience, DateTimeOffset now) =>
        claims.One("sub") is not { Length: >= 1 and <= LongestSubject } subject || subject.Any(char.IsControl) ? "sub"
        : claims.Time("iat") is not { } issued || issued > now + IssuerTokens.Skew ? "iat"
        : claims.Time("auth_time") > now + IssuerTokens.Skew ? "auth_time"
        : claims.Values("aud") is not { } audiences || !IsFor(audiences, claims, audience) ? "aud"
        : proof.Nonce is { } nonce && !AreSame(claims.One("nonce"), nonce) ? "nonce"
        : null;

    /// <summary>Whether it, or the person's sign-in behind it, is older than the rule lets it be. A sign-in of which
    /// nobody says when it was is.</summary>
    public static bool IsTooOld(IdentityRule rule, ClaimSet claims, DateTimeOffset now)
    {
        var limit = rule.MaxAge ?? (rule.Client is null ? MaxAge : null);
        return limit is { } most && !(now - claims.Time(rule.Client is null ? "iat" : "auth_time") <= most + IssuerTokens.Skew);
    }

    /// <summary>What the API token is called: what the person is, or what the machine runs as. For people to read; it
    /// decides nothing.</summary>
    public static string NameOf(TokenIdentity identity, ClaimSet claims)
    {
        var name = identity.IsPerson
            ? claims.One("name") ?? claims.One("preferred_username") ?? claims.One("email") ?? identity.Subject
            : $"{identity.RuleIds()}: {identity.Subject}";
        name = string.Concat(name.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))).Trim();
        return name.Length == 0 ? identity.RuleIds() : TextCut.Shorten(name, LongestName);
    }

    // With several, another party that has it could use it here, unless it was made for us among them (azp).
    private static bool IsFor(IReadOnlyList<string> audiences, ClaimSet claims, string audience) =>
        audiences.Contains(audience) && (audiences.Count == 1 || claims.One("azp") == audience);

    private static bool AreSame(string? one, string other) => one is not null
        && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(one.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));
}
