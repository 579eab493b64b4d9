namespace ServerlessMcp.Scope;

/// <summary>
/// Something is not proven to lie in the scope. Whether it lies outside, does not exist, or can't be traced is not in it: nobody may learn the difference.
/// </summary>
/// <param name="argument">The argument that named it; null for none.</param>
internal sealed class OutOfScopeException(string? argument) : Exception
{
    /// <summary>The argument that named it; null where a report asked for it, or where none was given.</summary>
    public string? Argument { get; } = argument;
}

/// <summary>The upstream could not say whose a resource is, so it was refused: <paramref name="status"/> 429 or 5xx, or 401 for a token that it does not take.</summary>
/// <param name="status">The HTTP status of its answer.</param>
/// <param name="retryAfter">Seconds until it takes requests again; null if it did not say.</param>
internal sealed class ScopeUnknownException(int status, int? retryAfter) : Exception
{
    /// <summary>The HTTP status of the upstream's answer.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds until it takes requests again; null if it did not say.</summary>
    public int? RetryAfter { get; } = retryAfter;
}
