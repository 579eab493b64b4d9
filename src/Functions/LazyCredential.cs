using Azure.Core;
using Azure.Identity;

namespace ServerlessMcp.Functions;

/// <summary>The function's managed identity, made when the first token is wanted: its library takes longer to load than the rest of a start.</summary>
/// <param name="clientId">The user-assigned identity's client id; null for the system-assigned one.</param>
internal sealed class LazyCredential(string? clientId) : TokenCredential
{
    private readonly Lazy<TokenCredential> _identity = new(() =>
        new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId)));

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => _identity.Value.GetToken(requestContext, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        _identity.Value.GetTokenAsync(requestContext, cancellationToken);
}
