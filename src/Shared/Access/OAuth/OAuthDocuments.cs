using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>The metadata of a server as a protected resource (RFC 9728, 2).</summary>
internal sealed record ResourceMetadata(
    string Resource, IReadOnlyList<string> AuthorizationServers, IReadOnlyList<string> ScopesSupported,
    IReadOnlyList<string> BearerMethodsSupported, string ResourceName);

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

/// <summary>An access token (RFC 6749, 5.1).</summary>
internal sealed record AccessTokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string Scope);

/// <summary>An API token that a proof was exchanged for (RFC 8693, 2.2.1), with its id, its name and its rules.</summary>
internal sealed record ExchangedTokenAnswer(
    string AccessToken, string IssuedTokenType, string TokenType, int ExpiresIn, string Scope, string Id, string Name,
    IReadOnlyList<string> Rules);

/// <summary>An error as OAuth's endpoints answer it (RFC 6749, 5.2).</summary>
internal sealed record OAuthError(string Error, string ErrorDescription)
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error, string description) =>
        context.WriteJsonAsync(status, "application/json", writer =>
            JsonSerializer.Serialize(writer, new OAuthError(error, description), OAuthJson.Default.OAuthError));
}

/// <summary>Where a person may sign in.</summary>
internal sealed record ListedProvider(string Id, string Name);

/// <summary>Where people may sign in.</summary>
internal sealed record ProviderList(IReadOnlyList<ListedProvider> Result);

/// <summary>How the documents of OAuth and of signing in are written, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ResourceMetadata))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(AccessTokenAnswer))]
[JsonSerializable(typeof(ExchangedTokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(ProviderList))]
internal sealed partial class OAuthJson : JsonSerializerContext;
