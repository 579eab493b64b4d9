using System.Net.Http.Headers;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>Exchanges a code for the ID token at the issuer (OpenID Connect Core 1.0, 3.1.3). The code, the verifier and
/// the client's secret go to the token endpoint of the issuer's own metadata, and nowhere else.</summary>
internal sealed class CodeExchange(IssuerKeys issuers, IssuerDocuments documents, ICredentialSource vault, SignInUrls urls)
{
    /// <summary>The ID token; null where the issuer refuses the code.</summary>
    /// <exception cref="IssuerUnavailableException">The issuer does not answer as one.</exception>
    /// <exception cref="CredentialUnavailableException">The client's secret can't be had.</exception>
    public async Task<string?> RedeemAsync(SignInProvider provider, string code, string verifier, CancellationToken cancellationToken)
    {
        var metadata = await issuers.MetadataAsync(provider.Issuer, cancellationToken);
        var endpoint = metadata.TokenEndpoint
            ?? throw new IssuerUnavailableException($"The metadata of {provider.Issuer} names no token endpoint.");
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "authorization_code"), new("code", code), new("code_verifier", verifier),
            new("redirect_uri", urls.Callback), new("client_id", provider.ClientId),
        };
        var secret = provider.SecretName is null ? null
            : await vault.GetTokenAsync(provider.SecretName, refresh: false, cancellationToken)
                ?? throw new CredentialUnavailableException($"The vault has no secret {provider.SecretName}.");
        if (secret is not null && metadata.TakesSecretInBody)
        {
            form.Add(new("client_secret", secret));
        }

        // RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
        var basic = secret is null || metadata.TakesSecretInBody ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
            Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}")));
        var (status, body) = await documents.PostAsync(provider.Issuer, endpoint, form, basic);
        return status switch
        {
            200 => IdToken(body) ?? throw new IssuerUnavailableException($"{provider.Issuer} answered a code without an ID token."),
            400 or 401 or 403 => null,
            _ => throw new IssuerUnavailableException($"The token endpoint of {provider.Issuer} answered {status}."),
        };
    }

    private static string? IdToken(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("id_token", out var token) && token.ValueKind == JsonValueKind.String
                    ? token.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
