using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// Our own access tokens: JWTs (RFC 9068) for one API token at one MCP server, signed with the key that only the API
/// token opens (<see cref="SealedKey"/>). A check reads the API token's record, as every second factor does: with the
/// record its access tokens are gone. docs/design/oauth.md.
/// </summary>
public sealed class AccessTokens(
    AccessRecords records, OAuthUrls urls, IssuerTokens issuers, TimeProvider time,
    IOptions<ServerlessMcpOptions> options)
{
    /// <summary>The one scope there is: calling the tools of the server.</summary>
    public const string Scope = "call";

    private const string Type = "at+jwt";

    /// <summary>Issues one.</summary>
    /// <param name="apiToken">The client, authenticated, with scope <c>call</c>.</param>
    /// <param name="text">The client's secret: the API token itself.</param>
    /// <param name="server">What the access token is for.</param>
    /// <param name="account">The server's account.</param>
    /// <param name="deadline">For how long the store may be asked, and for whom.</param>
    /// <returns>The token and the seconds it lives: never longer than the server and the API token do.</returns>
    public async Task<(string Token, int Seconds)> IssueAsync(
        Versioned<ApiToken> apiToken, string text, McpServer server, IntegratedAccount account,
        StoreDeadline deadline)
    {
        var sealedKey = await FindKeyAsync(apiToken, text, deadline);
        using var key = sealedKey.Open(text);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var ends = new[] { now + options.Value.AccessTokenLifetime, server.EndsAt(account.Policy)
            ?? DateTimeOffset.MaxValue, apiToken.Value.ExpiresAt ?? DateTimeOffset.MaxValue }.Min();
        var id = apiToken.Value.Id;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = urls.Server(server.Id),
            Audience = urls.Server(server.Id),
            IssuedAt = now.UtcDateTime,
            Expires = ends.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = id,
                ["client_id"] = id,
                [JwtRegisteredClaimNames.Jti] =
                    System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true),
                ["scope"] = Scope,
            },
            SigningCredentials = new SigningCredentials(KeyOf(key, id), SecurityAlgorithms.EcdsaSha256),
        });
        return (token, (int)(ends - now).TotalSeconds);
    }

    /// <summary>Decides on an access token, ours or that of the account's issuer, at one MCP server.</summary>
    /// <exception cref="IssuerUnavailableException">The issuer's keys can't be had.</exception>
    public Task<(GateOutcome Outcome, Admission? Admission)> CheckAsync(
        string token, McpServer server, IntegratedAccount account, StoreDeadline deadline) =>
        account.Policy.OAuth is { } issuer ? issuers.CheckAsync(token, issuer, server, account, deadline.Caller)
        : CheckOwnAsync(token, server, account, deadline);

    private async Task<(GateOutcome Outcome, Admission? Admission)> CheckOwnAsync(
        string token, McpServer server, IntegratedAccount account, StoreDeadline deadline)
    {
        // It was minted with scopes of an issuer that the account no longer has, so who may call can't be checked: fail closed.
        if (server.Config.OAuthScopes is not null)
        {
            return (GateOutcome.AccessTokenInvalid, null);
        }

        // The key id says whose key; that it is the right one is what the signature shows.
        if (token.Length > BearerToken.MaxLength || IssuerTokens.Read(token) is not { Kid: { Length: > 0 } id } parsed
            || (await records.ApiTokens.GetAsync(id, deadline))?.Value is not { SigningKey: { } signingKey } apiToken
            || apiToken.ExpiresAt <= time.GetUtcNow() || !apiToken.May(ApiTokenScope.Call, account.Id)
            || !await records.StandsAsync(apiToken, deadline))
        {
            return (GateOutcome.AccessTokenInvalid, null);
        }

        using var key = signingKey.Public();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(parsed, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [Type],
            ValidIssuer = urls.Server(server.Id),
            ValidAudience = urls.Server(server.Id),
            IssuerSigningKey = KeyOf(key, id),
            LifetimeValidator = (notBefore, expires, _, _) =>
                IssuerTokens.IsCurrent(notBefore, expires, time.GetUtcNow(), skew: TimeSpan.Zero),
        });
        return result.IsValid && parsed.Subject == id && IssuerTokens.ScopesOf(parsed).Contains(Scope)
            ? (GateOutcome.Admitted, new Admission(server, account, apiToken) { OAuthClient = id })
            : (GateOutcome.AccessTokenInvalid, null);
    }

    // The first time it is made; of several that make one at once, one is stored, and the others take that.
    private async Task<SealedKey> FindKeyAsync(Versioned<ApiToken> apiToken, string text, StoreDeadline deadline)
    {
        for (var tries = 0; tries < 5; tries++)
        {
            if (apiToken.Value.SigningKey is { } key)
            {
                return key;
            }

            key = SealedKey.Create(text);
            if (await records.ApiTokens.ReplaceAsync(
                apiToken with { Value = apiToken.Value with { SigningKey = key } }, deadline))
            {
                return key;
            }

            apiToken = await records.ApiTokens.GetAsync(apiToken.Value.Id, deadline)
                ?? throw new StoreUnavailableException("The API token was deleted at this moment.");
        }

        throw new StoreUnavailableException($"The API token {apiToken.Value.Id} is changed again and again at this moment.");
    }

    // A cache of signers would keep a key that is disposed when the call ends.
    private static ECDsaSecurityKey KeyOf(System.Security.Cryptography.ECDsa key, string id) =>
        new(key) { KeyId = id, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
}
