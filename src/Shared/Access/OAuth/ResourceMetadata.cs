namespace ServerlessMcp.Access.OAuth;

/// <summary>The metadata of a server as a protected resource (RFC 9728, 2).</summary>
internal sealed record ResourceMetadata(
    string Resource, IReadOnlyList<string> AuthorizationServers, IReadOnlyList<string> ScopesSupported,
    IReadOnlyList<string> BearerMethodsSupported, string ResourceName);
