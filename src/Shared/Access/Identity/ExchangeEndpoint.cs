using System.Net;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.Identity;

/// <summary>Two grants of <c>POST /oauth/token</c>: a machine's proof (RFC 8693), and a person's code (RFC 6749, 4.1.3).
/// Both answer an API token.</summary>
internal sealed class ExchangeEndpoint(
    AccessRecords records, TokenExchange exchange, CodeExchange codes, SignInProviders providers, FailedAttemptLimiter guesses)
{
    private const string Machines = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string People = "authorization_code";
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    private const int LongestCode = 4096;

    private static readonly string[] ProofTypes =
        ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];

    /// <summary>The grants, for messages.</summary>
    public const string Grants = $"client_credentials, {People} or {Machines}";

    /// <summary>Whether a request is for one of these grants.</summary>
    public static bool IsFor(TokenRequest request) => request.GrantType is Machines or People;

    /// <summary>Answers it.</summary>
    public async Task AnswerAsync(HttpContext context, TokenRequest request, IPAddress? address)
    {
        var presented = SecretToken.Hash(request.Of("subject_token") ?? request.Of("code") ?? "");
        if (guesses.AreTooMany(address, presented))
        {
            context.Response.Headers.RetryAfter = guesses.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await OAuthError.WriteAsync(context, 429, "invalid_client",
                "Too many wrong tokens or codes came from this address. Try again when the minute is over.");
            return;
        }

        var caller = new ExchangeCaller(address, context.Request.Headers.UserAgent.ToString(), context.StoreDeadline());
        var done = request.GrantType == Machines ? await OfMachineAsync(request, caller) : await OfPersonAsync(request, caller);
        if (done.IsGuess)
        {
            guesses.Wrong(address, presented);
        }

        if (done.Token is not { } token)
        {
            await OAuthError.WriteAsync(context, done.Status, done.Error!, done.Description!);
            return;
        }

        var answer = new ExchangedTokenAnswer(
            done.Text!, AccessToken, "Bearer", (int)(token.ExpiresAt! - token.CreatedAt).Value.TotalSeconds,
            string.Join(' ', token.Scopes.Select(GrantedScopes.Name)), token.Id, token.Name,
            [.. token.Identity!.Rules.Select(rule => rule.Id)]);
        await context.WriteJsonAsync(200, "application/json", writer =>
            JsonSerializer.Serialize(writer, answer, OAuthJson.Default.ExchangedTokenAnswer));
    }

    private async Task<Exchanged> OfMachineAsync(TokenRequest request, ExchangeCaller caller)
    {
        if (request.Of("subject_token") is not { } token || request.Of("rule") is not { } name
            || !ProofTypes.Contains(request.Of("subject_token_type")))
        {
            return Exchanged.Refusal("invalid_request",
                $"Needed are subject_token, subject_token_type ({string.Join(" or ", ProofTypes)}), and rule: the name of the " +
                    "identity rule.");
        }

        if (request.Of("requested_token_type") is { } wanted && wanted != AccessToken)
        {
            return Exchanged.Refusal("invalid_request", $"requested_token_type is {AccessToken}, or left out.");
        }

        if (request.ClientSecret is not null || request.Of("actor_token") is not null)
        {
            return Exchanged.Refusal("invalid_request", "The subject token is all that shows who asks: no client secret, no actor_token.");
        }

        var rule = (await records.IdentityRules.GetAsync(name, caller.Deadline))?.Value;
        return rule is { Client: not null }
            ? Exchanged.Refusal("unauthorized_client", "This rule is for people, who sign in by GET /signin.")
            : await exchange.ExchangeAsync(new Proof(token, null, request.Scope), rule is null ? [] : [rule], caller);
    }

    private async Task<Exchanged> OfPersonAsync(TokenRequest request, ExchangeCaller caller)
    {
        if (request.Of("code") is not { Length: <= LongestCode } code || request.Of("code_verifier") is not { } verifier
            || !Pkce.IsVerifier(verifier) || request.ClientId is not { } id || request.ClientSecret is not null)
        {
            return Exchanged.Refusal("invalid_request",
                "Needed are code, code_verifier (43 to 128 characters) and client_id: the id of the provider, of " +
                    $"{SignInUrls.ProvidersPath}. No secret.");
        }

        if ((await providers.ReadAsync(caller.Deadline)).FirstOrDefault(each => each.Id == id) is not { } provider)
        {
            return Exchanged.Guess("Nobody signs in with that provider here.");
        }

        try
        {
            return await codes.RedeemAsync(provider, code, verifier, caller.Deadline.Caller) is { } token
                ? await exchange.ExchangeAsync(new Proof(token, Pkce.Challenge(verifier), request.Scope), provider.Rules, caller)
                : Exchanged.Guess("The issuer refuses this code: it is over, was used, or is of another sign-in. Begin again.");
        }
        catch (CredentialUnavailableException)
        {
            return Exchanged.Refusal("temporarily_unavailable",
                "The secret of this deployment's client at the issuer can't be had from the vault. Tell whoever runs this.", 503);
        }
    }
}
