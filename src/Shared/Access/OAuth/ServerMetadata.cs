namespace ServerlessMcp.Access.OAuth;

/// <summary>The metadata of a server that gives out its own access tokens (RFC 8414, 2).</summary>
/// <param name="Issuer">Its own URL.</param>
/// <param name="AuthorizationEndpoint">Needless where no grant uses it, and demanded by the official TypeScript SDK.</param>
/// <param name="TokenEndpoint">Where tokens are had.</param>
/// <param name="TokenEndpointAuthMethodsSupported">How a client says who it is.</param>
/// <param name="GrantTypesSupported">The grants.</param>
/// <param name="ResponseTypesSupported">None: nobody signs in.</param>
/// <param name="ScopesSupported">The scopes.</param>
internal sealed record ServerMetadata(
    string Issuer, string AuthorizationEndpoint, string TokenEndpoint,
    IReadOnlyList<string> TokenEndpointAuthMethodsSupported, IReadOnlyList<string> GrantTypesSupported,
    IReadOnlyList<string> ResponseTypesSupported, IReadOnlyList<string> ScopesSupported);
