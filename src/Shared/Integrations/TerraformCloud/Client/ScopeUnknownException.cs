namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>The upstream could not say whose a resource is, so it was refused: <paramref name="status"/> 429 or 5xx, or
/// 401 for a token that it does not take.</summary>
/// <param name="status">The HTTP status of its answer.</param>
/// <param name="retryAfter">Seconds until it takes requests again; null if it did not say.</param>
internal sealed class ScopeUnknownException(int status, int? retryAfter) : Exception
{
    /// <summary>The HTTP status of the upstream's answer.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds until it takes requests again; null if it did not say.</summary>
    public int? RetryAfter { get; } = retryAfter;

    /// <summary>Whether it could not say whose a name is, which was given for an id.</summary>
    public bool IsOfName { get; init; }
}
