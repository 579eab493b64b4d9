namespace ServerlessMcp.Accounts;

/// <summary>A limit of calls that is reached.</summary>
/// <param name="Limit">How many it lets through.</param>
/// <param name="RetryAfterSeconds">When there are more, at least 1; null for never.</param>
/// <param name="Detail">Whose limit it is and what it says, for a model.</param>
internal sealed record ReachedLimit(int Limit, int? RetryAfterSeconds, string Detail);
