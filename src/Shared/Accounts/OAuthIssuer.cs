namespace ServerlessMcp.Accounts;

/// <summary>An authorization server that a platform team trusts with an account: Entra ID, Auth0, Cognito, Okta.</summary>
public sealed record OAuthIssuer
{
    /// <summary>Its issuer identifier, to the character as its metadata and its tokens have it
    /// (<c>https://login.microsoftonline.com/TENANT/v2.0</c>).</summary>
    public required string Issuer { get; init; }

    /// <summary>The audience its tokens have for us; null for the URL of the MCP server, which only an issuer with
    /// resource indicators (RFC 8707) writes.</summary>
    public string? Audience { get; init; }

    /// <summary>Scopes or roles (<c>scope</c>, <c>scp</c>, <c>roles</c>) that a token needs, all of them.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the same tokens are good for both; null is this product's own.</summary>
    public static bool AreSame(OAuthIssuer? one, OAuthIssuer? other) => one is null || other is null ? one is null && other is null
        : one.Issuer == other.Issuer && one.Audience == other.Audience && one.Scopes.Order().SequenceEqual(other.Scopes.Order());
}
