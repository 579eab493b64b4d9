using ServerlessMcp.Accounts;

namespace ServerlessMcp.Lambda.Secrets;

/// <summary>
/// A secret's value: the token itself, or <c>{"token":"…"}</c> (what the console's key/value form stores). Other
/// members of such an object are somebody's notes. An object without a text <c>token</c> is refused: sending it whole
/// would send whatever else is in it.
/// </summary>
internal static class SecretText
{
    /// <summary>The <c>SecretString</c> of an answer of GetSecretValue, which is the extension's form as well.</summary>
    /// <exception cref="CredentialUnavailableException">The secret is binary, or the answer is none.</exception>
    public static string OfGetSecretValue(ReadOnlyMemory<byte> answer) =>
        Member(answer, "SecretString")
        ?? throw new CredentialUnavailableException(
            "The secret is no text: it is binary, or the answer of Secrets Manager is not readable.");

    /// <summary>The token in a secret's value.</summary>
    /// <exception cref="CredentialUnavailableException">An object without a token, or nothing.</exception>
    public static string Token(string value)
    {
        var text = value.Trim();
        var token = text.StartsWith('{') ? Member(System.Text.Encoding.UTF8.GetBytes(text), "token")?.Trim() : text;
        return token is { Length: > 0 } ? token
            : throw new CredentialUnavailableException(
                "The secret is neither a token nor an object with a text member token.");
    }

    private static string? Member(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null; // The exception quotes the secret.
        }
    }
}
