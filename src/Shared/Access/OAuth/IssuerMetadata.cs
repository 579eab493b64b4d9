namespace ServerlessMcp.Access.OAuth;

/// <summary>What an issuer says of itself (OpenID Connect Discovery 1.0, 3), as far as people sign in at it.</summary>
/// <param name="AuthorizationEndpoint">Where a browser is sent; null for none.</param>
/// <param name="TokenEndpoint">Where a code is exchanged; null for none.</param>
/// <param name="TakesSecretInBody">Whether the client's secret may come in the body.</param>
internal sealed record IssuerMetadata(string? AuthorizationEndpoint, string? TokenEndpoint, bool TakesSecretInBody)
{
    /// <summary>Reads it.</summary>
    public static IssuerMetadata Read(JsonElement document) => new(
        Text(document, "authorization_endpoint"), Text(document, "token_endpoint"),
        document.TryGetProperty("token_endpoint_auth_methods_supported", out var ways) && ways.ValueKind == JsonValueKind.Array
            && ways.EnumerateArray().Any(way => way.ValueKind == JsonValueKind.String && way.ValueEquals("client_secret_post")));

    private static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
