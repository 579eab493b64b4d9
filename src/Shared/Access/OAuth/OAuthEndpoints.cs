using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServerlessMcp.Access.Identity;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// What OAuth clients ask for: metadata of the servers that OAuth opens, and <c>POST /oauth/token</c>. Metadata of
/// every other path is the usual 404: a client that finds any where it need not may drop the headers it was told to
/// send.
/// </summary>
internal sealed class OAuthEndpoints(
    AccessRecords records, TokenGate gate, AccessTokens accessTokens, OAuthUrls urls, OriginPolicy origins,
    ClientAddress addresses, FailedAttemptLimiter guesses, AuditLog audit, ExchangeEndpoint exchange)
{
    private const string NoSignIn =
        "Nobody signs in or registers here. An MCP URL is opened by the token in it; where it asks for an API token " +
        "besides, send one with the scope call as X-API-Key or "
        + "Authorization: Bearer. Servers with auth oauth are /mcp/s/{id}: their metadata names the token endpoint, " +
        "/oauth/token for API tokens (client_credentials).";

    /// <summary>Maps them.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="notFound">The answer for what is not there.</param>
    public void Map(IEndpointRouteBuilder endpoints, RequestDelegate notFound)
    {
        endpoints.MapMethods(OAuthUrls.TokenPath, ("POST", IssueAsync));
        endpoints.MapMethods(
            OAuthUrls.AuthorizationPath, ("GET", context => RefuseAsync(context, 400, "unsupported_response_type",
            "Access tokens are for clients with an id and a secret (grant_type client_credentials); nobody signs in here.")));
        // Where clients look that found no metadata. They show what an OAuth error says, and of anything else only that
        // registering failed.
        endpoints.MapMethods("/register", ("POST", context => RefuseAsync(context, 400, "invalid_client_metadata", NoSignIn)));
        endpoints.MapMethods("/authorize", ("GET", context => RefuseAsync(context, 400, "unsupported_response_type", NoSignIn)));
        endpoints.MapMethods("/token", ("POST", context => RefuseAsync(context, 400, "unsupported_grant_type", NoSignIn)));
        endpoints.MapMethods(
            $"{OAuthUrls.ResourceMetadataPrefix}{OAuthUrls.ServerPath}{{server}}",
            ("GET", context => DescribeAsync(context, WriteResource, notFound)));
        endpoints.MapMethods(
            $"{OAuthUrls.ServerMetadataPrefix}{OAuthUrls.ServerPath}{{server}}",
            ("GET", context => DescribeAsync(context, WriteIssuer, notFound)));
    }

    private async Task DescribeAsync(
        HttpContext context, Func<McpServer, IntegratedAccount, Action<Utf8JsonWriter>?> describe,
        RequestDelegate notFound)
    {
        // Each id costs a read, so ids that are tried out count with the other guesses.
        var address = addresses.Of(context);
        if (guesses.AreTooMany(address, ""))
        {
            await RefuseTooManyAsync(context);
            return;
        }

        var found = await gate.FindOAuthServerAsync(
            context.Request.RouteValues["server"] as string ?? "", context.StoreDeadline());
        if (found is null)
        {
            guesses.Wrong(address, context.Request.RouteValues["server"] as string ?? "");
        }

        await (found is var (server, account) && describe(server, account) is { } write
            ? context.WriteJsonAsync(200, "application/json", write) : notFound(context));
    }

    private Action<Utf8JsonWriter> WriteResource(McpServer server, IntegratedAccount account)
    {
        var (issuer, url) = (account.Policy.OAuth, urls.Server(server.Id));
        var document = new ResourceMetadata(
            url, [issuer?.Issuer ?? url], issuer is null ? [AccessTokens.Scope] : [.. IssuerTokens.Needed(issuer, server)],
            ["header"], Product.Title);
        return writer => JsonSerializer.Serialize(writer, document, OAuthJson.Default.ResourceMetadata);
    }

    // Of a server whose tokens another issuer gives out, that issuer has the metadata.
    private Action<Utf8JsonWriter>? WriteIssuer(McpServer server, IntegratedAccount account)
    {
        if (account.Policy.OAuth is not null)
        {
            return null;
        }

        var document = new ServerMetadata(
            urls.Server(server.Id), urls.Authorization, urls.Token(server.Id), ["client_secret_basic", "client_secret_post"],
            ["client_credentials"], [], [AccessTokens.Scope]);
        return writer => JsonSerializer.Serialize(writer, document, OAuthJson.Default.ServerMetadata);
    }

    private async Task IssueAsync(HttpContext context)
    {
        var address = addresses.Of(context);
        context.Response.Headers.Pragma = "no-cache";
        if (!origins.Allows(context.Request.Headers.Origin))
        {
            await RefuseAsync(context, 403, "invalid_request", "Pages of this Origin may not call. An operator can allow it.");
            return;
        }

        var (request, complaint) = await TokenRequest.ReadAsync(context);
        if (request is null)
        {
            await RefuseAsync(context, 400, "invalid_request", complaint!);
            return;
        }

        if (ExchangeEndpoint.IsFor(request))
        {
            await exchange.AnswerAsync(context, request, address);
            return;
        }

        if (request.GrantType != "client_credentials")
        {
            await RefuseAsync(
                context, 400, request.GrantType is null ? "invalid_request" : "unsupported_grant_type",
                $"grant_type has to be {ExchangeEndpoint.Grants}.");
            return;
        }

        // A record, not the configured admin token: that one has no key of its own, and opens everything.
        var (outcome, caller) = await gate.AuthenticateAsync(request.ClientSecret, address, context.StoreDeadline());
        if (outcome == GateOutcome.TooManyGuesses)
        {
            await RefuseTooManyAsync(context);
            return;
        }

        if (caller is null || caller.Id != request.ClientId
            || await records.ApiTokens.GetAsync(caller.Id, context.StoreDeadline()) is not { } client)
        {
            audit.Refused(new RefusedRequest("unauthorized", address, context.Request.Headers.UserAgent.ToString())
            { ApiTokenId = caller?.Id });
            if (request.IsBasic)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
            }

            await RefuseAsync(
                context, 401, "invalid_client",
                "client_id has to be the id of an API token (api-...), client_secret the API token (smcpapi_...), " +
                    "and both good.");
            return;
        }

        if (!caller.Has(ApiTokenScope.Call)) // At which account comes with the server, below.
        {
            audit.Refused(new RefusedRequest(
                "scope_insufficient", address,
                context.Request.Headers.UserAgent.ToString())
            { ApiTokenId = caller.Id });
            await RefuseAsync(context, 400, "unauthorized_client", "This API token lacks the scope call.");
            return;
        }

        if (request.Scope is { } scope && scope != AccessTokens.Scope)
        {
            await RefuseAsync(
                context, 400, "invalid_scope", $"The scope there is, is {AccessTokens.Scope}; it need not be sent.");
            return;
        }

        // One answer for all that is no such server, so that ids can't be tried out here.
        if (request.Resource is null || urls.ServerId(request.Resource) is not { } id
            || await gate.FindOAuthServerAsync(id, context.StoreDeadline())
            is not ({ } server, { Policy.OAuth: null } account) || !caller.May(ApiTokenScope.Call, account.Id))
        {
            await RefuseAsync(context, 400, "invalid_target",
                "resource has to be the URL of an MCP server with auth oauth that this client may call: "
                + $"{urls.Server("mcp-...")}. It comes in the body, or in the URL of the token endpoint.");
            return;
        }

        var (token, seconds) = ("", 0);
        var act = new AdminAct(caller.Id, "issue_access_token", account.Id, server.Id)
        {
            RemoteAddress = address?.ToString(),
            Client = context.Request.Headers.UserAgent.ToString(),
            Deadline = context.StoreDeadline().WithoutCaller,
        };
        await audit.AdminActAsync(act, async () =>
        {
            (token, seconds) =
                await accessTokens.IssueAsync(client, request.ClientSecret!, server, account, context.StoreDeadline());
            return true;
        });
        var answer = new AccessTokenAnswer(token, "Bearer", seconds, AccessTokens.Scope);
        await context.WriteJsonAsync(200, "application/json", writer =>
            JsonSerializer.Serialize(writer, answer, OAuthJson.Default.AccessTokenAnswer));
    }

    private Task RefuseTooManyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = guesses.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(
            context, 429, "invalid_client",
            "Too many wrong tokens or ids came from this address. Try again when the minute is over.");
    }

    // RFC 6749, 5.2.
    private static Task RefuseAsync(HttpContext context, int status, string error, string description) =>
        OAuthError.WriteAsync(context, status, error, description);
}
