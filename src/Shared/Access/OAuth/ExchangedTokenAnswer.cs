namespace ServerlessMcp.Access.OAuth;

/// <summary>An API token that a proof was exchanged for (RFC 8693, 2.2.1), with its id, its name and its rules.</summary>
internal sealed record ExchangedTokenAnswer(
    string AccessToken, string IssuedTokenType, string TokenType, int ExpiresIn, string Scope, string Id, string Name,
    IReadOnlyList<string> Rules);
