namespace ServerlessMcp.Accounts;

/// <summary>What a claim must be, or must not.</summary>
/// <param name="Values">Texts of which it has to be one.</param>
/// <param name="IsGlob">Whether they are globs: <c>*</c> is anything without <c>/</c> and <c>:</c>, <c>**</c> is
/// anything.</param>
public sealed record ClaimTest(IReadOnlyList<string> Values, bool IsGlob = false);
