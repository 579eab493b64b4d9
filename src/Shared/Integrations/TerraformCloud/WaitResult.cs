namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>How a wait went; it stands beside what is then known.</summary>
/// <param name="Waited">How long it took.</param>
/// <param name="IsSettled">Whether what was waited for has come.</param>
internal sealed record WaitResult(TimeSpan Waited, bool IsSettled)
{
    /// <summary>What ended the wait before its time: <c>rate_limit</c>, <c>upstream</c> where that failed, or
    /// <c>store</c> where it can't be told whether the URL still lives; null for neither.</summary>
    public string? EndedBy { get; init; }

    /// <summary>After a 429: when to ask again.</summary>
    public int? RetryAfterSeconds { get; init; }
}
