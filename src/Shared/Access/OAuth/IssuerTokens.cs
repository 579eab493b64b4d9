using System.Buffers.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// Access tokens of an account's own issuer: signature by a key of the issuer's, issuer, audience, time and scopes (RFC
/// 9068, section 4). Asymmetric algorithms only: with an HMAC the issuer's public key would be a key that everybody can
/// sign with (RFC 8725, 2.1).
/// </summary>
public sealed class IssuerTokens(IssuerKeys keys, OAuthUrls urls, TimeProvider time)
{
    /// <summary>How far the issuer's clock and ours may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    internal static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] Types = ["at+jwt", "JWT"];

    // client_id is the standard's, azp and appid are Entra ID's, cid is Okta's.
    private static readonly string[] ClientClaims = ["client_id", "azp", "appid", "cid", "sub"];

    /// <summary>Decides on one.</summary>
    /// <exception cref="IssuerUnavailableException">The issuer's keys can't be had.</exception>
    public async Task<(GateOutcome Outcome, Admission? Admission)> CheckAsync(
        string token, OAuthIssuer issuer, McpServer server, IntegratedAccount account, CancellationToken cancellationToken)
    {
        if (token.Length > BearerToken.MaxLength || await VerifyAsync(
            token, issuer.Issuer, issuer.Audience ?? urls.Server(server.Id), Algorithms, Types, cancellationToken) is not { } parsed)
        {
            return (GateOutcome.AccessTokenInvalid, null);
        }

        var has = ScopesOf(parsed);
        return Needed(issuer, server).All(has.Contains)
            ? (GateOutcome.Admitted, new Admission(server, account, null) { OAuthClient = ClientOf(parsed) })
            : (GateOutcome.ScopeInsufficient, null);
    }

    /// <summary>A JWT that the issuer signed for this audience, and that is current; null for every other text.</summary>
    /// <param name="token">What came.</param>
    /// <param name="issuer">The issuer, to the character.</param>
    /// <param name="audience">For whom it has to be.</param>
    /// <param name="algorithms">The algorithms that it may be signed with.</param>
    /// <param name="types">The types that it may have, besides none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IssuerUnavailableException">The issuer's keys can't be had.</exception>
    internal async Task<JsonWebToken?> VerifyAsync(
        string token, string issuer, string audience, IReadOnlyList<string> algorithms, IReadOnlyList<string> types,
        CancellationToken cancellationToken)
    {
        // Checked before any key is fetched, so that forged tokens cause no requests to the issuer (amplification).
        if (Read(token) is not { } parsed || !IsOfType(parsed.Typ, types) || parsed.Issuer != issuer
            || !algorithms.Contains(parsed.Alg) || !Algorithms.Contains(parsed.Alg) || !parsed.Audiences.Contains(audience)
            || await keys.FindAsync(issuer, parsed.Kid, cancellationToken) is not { Count: > 0 } found)
        {
            return null;
        }

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(parsed, new TokenValidationParameters
        {
            ValidAlgorithms = algorithms,
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = found,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires, time.GetUtcNow(), Skew),
        });
        return result.IsValid ? parsed : null;
    }

    /// <summary>The scopes that a token needs at this server.</summary>
    public static IEnumerable<string> Needed(OAuthIssuer issuer, McpServer server) =>
        issuer.Scopes.Concat(server.Config.OAuthScopes ?? []).Distinct();

    // Issuers sign much else with the same keys: logout tokens, security events, proofs of possession, each with a type
    // of its own (RFC 8725, 3.11). Of access tokens some say at+jwt, as RFC 9068, 2.1 has it, many say JWT, and some
    // nothing.
    private static bool IsOfType(string? type, IReadOnlyList<string> types) => string.IsNullOrEmpty(type)
        || types.Contains(
            type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) ? type["application/".Length..] : type,
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a JWT without believing it; null if it is none.</summary>
    internal static JsonWebToken? Read(string token)
    {
        try
        {
            return token.Split('.') is [var header, var claims, _]
                && JsonText.IsUnicode(Base64Url.DecodeFromChars(header))
                && JsonText.IsUnicode(Base64Url.DecodeFromChars(claims))
                ? new JsonWebToken(token)
                : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether now is within the token's time. One that never ends is not.</summary>
    internal static bool IsCurrent(DateTime? notBefore, DateTime? expires, DateTimeOffset now, TimeSpan skew) =>
        expires is { } end && now.UtcDateTime - skew < end && !(notBefore > now.UtcDateTime + skew);

    /// <summary>Scopes and roles: <c>scope</c> (RFC 8693, 4.2), <c>scp</c> of Entra ID and Okta, <c>roles</c> of Entra
    /// ID's client credentials; texts of words, or arrays.</summary>
    internal static HashSet<string> ScopesOf(JsonWebToken token) =>
        [.. token.Claims.Where(claim => claim.Type is "scope" or "scp" or "roles")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string? ClientOf(JsonWebToken token) =>
        ClientClaims.Select(name => token.TryGetPayloadValue<string>(name, out var value) ? value : null)
        .FirstOrDefault(value => value is not null);
}
