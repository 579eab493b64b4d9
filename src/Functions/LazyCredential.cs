using Azure.Core;
using Azure.Identity;

namespace ServerlessMcp.Functions;

/// <summary>The function's managed identity, made when the first token is wanted. Outside of App Service it is
/// Azure.Identity's, whose library takes longer to load than the rest of a start.</summary>
/// <param name="settings">The client id, and where the platform has the identity.</param>
internal sealed class LazyCredential(FunctionsSettings settings) : TokenCredential
{
    private readonly Lazy<TokenCredential> identity =
        new(() => settings is { IdentityEndpoint: { } endpoint, IdentityHeader: { } header }
        ? new AppServiceIdentity(new HttpMessageInvoker(CreateHandler()), endpoint, header, settings.ClientId)
        : new ManagedIdentityCredential(
            settings.ClientId is null ? ManagedIdentityId.SystemAssigned
                : ManagedIdentityId.FromUserAssignedClientId(settings.ClientId)));

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        identity.Value.GetToken(requestContext, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        identity.Value.GetTokenAsync(requestContext, cancellationToken);

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    };
}
