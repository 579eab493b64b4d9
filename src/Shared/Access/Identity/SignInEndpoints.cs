using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.Identity;

/// <summary>
/// The relay of a person's sign-in (RFC 6749, 4.1, with RFC 7636): <c>/signin</c> sends the browser to the issuer,
/// <c>/signin/callback</c> passes the code on to who began, and <c>POST /oauth/token</c> exchanges it. Nothing is kept
/// in between, and no cookie is set: verifier and state are those of who began. docs/sign-in.md has the contract.
/// </summary>
internal sealed class SignInEndpoints(
    SignInProviders providers, IssuerKeys issuers, SignInUrls urls, FailedAttemptLimiter guesses, ClientAddress addresses)
{
    private const int LongestCode = 4096;
    private const int LongestError = 64;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(SignInUrls.ProvidersPath, ("GET", ListAsync));
        endpoints.MapMethods(SignInUrls.StartPath, ("GET", StartAsync));
        endpoints.MapMethods(SignInUrls.CallbackPath, ("GET", RelayAsync));
    }

    private async Task ListAsync(HttpContext context)
    {
        var all = await providers.RecallAsync(context.StoreDeadline());
        var answer = new ProviderList([.. all.Select(provider => new ListedProvider(provider.Id, provider.Name))]);
        await context.WriteJsonAsync(
            200, "application/json", writer => JsonSerializer.Serialize(writer, answer, OAuthJson.Default.ProviderList),
            forPeople: true);
    }

    private async Task StartAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (isGood, port) = SignInState.ReadReturn(One(query, "return_to"), urls.Console);
        var challenge = One(query, "code_challenge");
        var own = One(query, "state");
        var age = One(query, "max_age");
        var complaint = query.Any(parameter => parameter.Value.Count > 1) ? "A parameter came twice."
            : !isGood ? $"return_to has to be {urls.Console} or http://127.0.0.1:PORT/callback."
            : !Pkce.IsChallenge(challenge) ? "code_challenge has to be the SHA-256 of a verifier in base64url (43 characters, S256)."
            : own is null || !SignInState.IsOwn(own) ? "state has to be 22 to 128 random characters of A-Z, a-z, 0-9, - and _."
            : age is not null && !(int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86400)
            ? "max_age has to be seconds, 0 to 86400."
            : null;
        if (complaint is not null)
        {
            await RefuseAsync(context, 400, complaint);
            return;
        }

        var provider = (await providers.RecallAsync(context.StoreDeadline())).FirstOrDefault(each => each.Id == One(query, "provider"));
        if (provider is null)
        {
            await RefuseAsync(context, 404, $"Nobody signs in with that provider here. GET {SignInUrls.ProvidersPath} has those there are.");
            return;
        }

        var metadata = await issuers.MetadataAsync(provider.Issuer, context.RequestAborted);
        if (!Uri.TryCreate(metadata.AuthorizationEndpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            throw new IssuerUnavailableException($"The metadata of {provider.Issuer} names no authorization endpoint.");
        }

        // The nonce is the challenge: an ID token that has it was asked for by who has the verifier.
        var parameters = new QueryBuilder
        {
            { "response_type", "code" }, { "client_id", provider.ClientId }, { "redirect_uri", urls.Callback },
            { "scope", string.Join(' ', provider.Scopes) }, { "state", new SignInState(provider.Id, port, own!).ToString() },
            { "nonce", challenge! }, { "code_challenge", challenge! }, { "code_challenge_method", "S256" },
        };
        if ((age ?? (provider.MaxAge is { } most ? ((long)most.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null)) is { } limit)
        {
            parameters.Add("max_age", limit);
        }

        Redirect(context, $"{endpoint.GetLeftPart(UriPartial.Path)}{parameters.ToQueryString()}" +
            (endpoint.Query.Length > 1 ? $"&{endpoint.Query[1..]}" : ""));
    }

    private async Task RelayAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var state = SignInState.Read(One(query, "state"));
        var (code, error) = (One(query, "code"), One(query, "error"));
        if (state is null || query.Any(parameter => parameter.Value.Count > 1)
            || (code is null ? !IsWord(error, LongestError) : !IsWord(code, LongestCode)))
        {
            await RefuseAsync(context, 400, "This is no answer to a sign-in that began here. Begin again.");
            return;
        }

        // The mix-up attack (RFC 9207): a code of one issuer must not be sent to another.
        if (One(query, "iss") is { } issuer)
        {
            if (guesses.AreTooMany(addresses.Of(context), "")
                || (await providers.RecallAsync(context.StoreDeadline())).FirstOrDefault(each => each.Id == state.Provider)?.Issuer != issuer)
            {
                await RefuseAsync(context, 400, "The answer comes from another issuer than the one that was asked. Begin again.");
                return;
            }
        }

        var parameters = new QueryBuilder { { code is null ? "error" : "code", code ?? error! }, { "state", state.Own }, { "provider", state.Provider } };
        Redirect(context, state.Address(urls.Console, parameters.ToQueryString().Value![1..]));
    }

    private static void Redirect(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
    }

    private static string? One(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    private static bool IsWord(string? text, int most) =>
        text is not null && text.Length <= most && text.All(character => character is > ' ' and <= '~');

    private static Task RefuseAsync(HttpContext context, int status, string detail) =>
        new ProblemDetailsResponse(status, status == 404 ? "Not Found" : "Bad Request", detail).WriteAsync(context);
}
