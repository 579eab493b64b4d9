namespace ServerlessMcp.Accounts;

/// <summary>A rule as it was when it made an API token.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Epoch">Its <see cref="IdentityRule.Epoch"/> then.</param>
public sealed record RuleUse(string Id, string Epoch);
