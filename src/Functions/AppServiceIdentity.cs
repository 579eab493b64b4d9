using Azure.Core;
using Azure.Identity;

namespace ServerlessMcp.Functions;

/// <summary>
/// The managed identity of a function app, asked where the platform has it
/// (<see href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference"/>).
/// Azure.Identity asks the same question, after loading a library that takes longer than everything else of a first
/// call; elsewhere it is what <see cref="LazyCredential"/> takes. Who asks keeps the tokens: Azure.Core's policies do.
/// </summary>
/// <param name="sender">A handler without proxy and redirects; the identity's header goes to the endpoint alone.</param>
/// <param name="endpoint">IDENTITY_ENDPOINT.</param>
/// <param name="header">IDENTITY_HEADER, by which the endpoint knows the app.</param>
/// <param name="clientId">The user-assigned identity; null for the system-assigned one.</param>
internal sealed class AppServiceIdentity(HttpMessageInvoker sender, Uri endpoint, string header, string? clientId)
    : TokenCredential
{
    private const int MaxAnswer = 64 * 1024;

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <exception cref="AuthenticationFailedException">The endpoint has no token, or can't be reached. The message has
    /// nothing of its answer.</exception>
    public override async ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var resource = requestContext.Scopes.Single().Replace("/.default", "", StringComparison.Ordinal);
        var query =
            $"?api-version=2019-08-01&resource={Uri.EscapeDataString(resource)}{(clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, query));
        request.Headers.TryAddWithoutValidation("X-IDENTITY-HEADER", header);
        try
        {
            using var answer = await sender.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new AuthenticationFailedException($"The identity's endpoint answered {(int)answer.StatusCode}.");
            await answer.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return new AccessToken(
                json.RootElement.GetProperty("access_token").GetString()!,
                Expiry(json.RootElement.GetProperty("expires_on")));
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException or KeyNotFoundException
                or InvalidOperationException or FormatException)
        {
            throw new AuthenticationFailedException($"The identity's endpoint has no readable answer: {e.GetType().Name}.", e);
        }
    }

    // Seconds since 1970, as text.
    private static DateTimeOffset Expiry(JsonElement value) => DateTimeOffset.FromUnixTimeSeconds(
        value.ValueKind == JsonValueKind.Number ? value.GetInt64()
            : long.Parse(value.GetString()!, CultureInfo.InvariantCulture));
}
