using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>Where people sign in: an issuer and a client of it, with all rules for them.</summary>
/// <param name="Id">Made of both: <c>idp-</c> and 16 hex digits.</param>
/// <param name="Rules">Its rules: one at least.</param>
internal sealed record SignInProvider(string Id, IReadOnlyList<IdentityRule> Rules)
{
    /// <summary>The issuer.</summary>
    public string Issuer => Rules[0].Issuer;

    /// <summary>The client id.</summary>
    public string ClientId => Rules[0].Client!.Id;

    /// <summary>The name of the client's secret in the vault; null for a public client.</summary>
    public string? SecretName => Rules.Select(rule => rule.Client!.SecretName).FirstOrDefault(name => name is not null);

    /// <summary>What the button says.</summary>
    public string Name => Rules.Select(rule => rule.Client!.Name).FirstOrDefault(name => name is not null) ?? new Uri(Issuer).Host;

    /// <summary>What is asked for.</summary>
    public IEnumerable<string> Scopes => Rules.SelectMany(rule => rule.Client!.Scopes).Prepend("openid").Distinct();

    /// <summary>How long ago a person may have signed in at the issuer; null for any time.</summary>
    public TimeSpan? MaxAge => Rules.Min(rule => rule.MaxAge);

    /// <summary>The providers of these rules.</summary>
    public static IReadOnlyList<SignInProvider> Of(IEnumerable<IdentityRule> rules) =>
    [
        .. rules.Where(rule => rule.Client is not null).GroupBy(rule => IdOf(rule.Issuer, rule.Client!.Id), StringComparer.Ordinal)
            .Select(group => new SignInProvider(group.Key, [.. group])),
    ];

    private static string IdOf(string issuer, string client) => $"idp-{SecretToken.Hash($"{issuer}\n{client}")[..16]}";
}
