namespace ServerlessMcp.Accounts;

/// <summary>How many tool calls are let through; null is no limit. Counted in the store, so over all instances
/// together.</summary>
public sealed record CallLimits
{
    /// <summary>Calls in each minute of the clock (UTC). Across the change of a minute twice as many may come within 60
    /// s.</summary>
    public int? CallsPerMinute { get; init; }

    /// <summary>Calls in all, for a URL. Null in an account's policy.</summary>
    public int? CallsTotal { get; init; }
}
