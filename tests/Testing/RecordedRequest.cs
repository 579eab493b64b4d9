namespace ServerlessMcp.Testing;

/// <summary>A request the sandbox received. The value of <c>Authorization</c> is not kept.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The path, unescaped.</param>
/// <param name="Query">The query with its question mark, as sent; empty when there was none.</param>
/// <param name="Host">The host and port it was sent to.</param>
/// <param name="HasAuthorization">Whether it carried an <c>Authorization</c> header.</param>
/// <param name="HasKnownToken">Whether that header was a bearer token that the sandbox has from the start.</param>
/// <param name="At">When it came, by the sandbox's clock.</param>
public sealed record RecordedRequest(
    string Method, string Path, string Query, string Host, bool HasAuthorization, bool HasKnownToken,
    DateTimeOffset At);
