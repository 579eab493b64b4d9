namespace ServerlessMcp.Accounts;

/// <summary>What this deployment is to an issuer that people sign in at (OpenID Connect Core 1.0, 3.1).</summary>
public sealed record IdentityClient
{
    /// <summary>The client id.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the client's secret in the vault; null for a public client.</summary>
    public string? SecretName { get; init; }

    /// <summary>What the button says: <c>Acme</c>; null for the issuer's host.</summary>
    public string? Name { get; init; }

    /// <summary>What is asked for, <c>openid</c> among it.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];
}
