namespace ServerlessMcp.Access.OAuth;

/// <summary>An access token (RFC 6749, 5.1).</summary>
internal sealed record AccessTokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string Scope);
