using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Admin;

/// <summary>The routes of the control plane, each with the scope it needs.</summary>
internal sealed class AdminEndpoints(
    TokenGate gate, FailedAttemptLimiter guesses, OriginPolicy origins, ClientAddress addresses,
    AccountEndpoints accounts, McpServerEndpoints servers, RevocationEndpoints revocations,
    McpRequestEndpoints requests, ApiTokenEndpoints tokens, IdentityRuleEndpoints rules, AuditEndpoints audit,
    AuditLog log, IOptions<ServerlessMcpOptions> options, TimeProvider time)
{
    private readonly FixedWindowCounter calls = new(time);

    private const int MaxBodyBytes = 64 * 1024;

    // What is for every token, whatever it is for, is about that token alone: so it needs no account either.
    private static readonly ApiTokenScope[] Any = Enum.GetValues<ApiTokenScope>();

    // Who decides, or reads what was done, has to see what it is about. No record has a token in it.
    private static readonly ApiTokenScope[] Readers = [ApiTokenScope.Mint, ApiTokenScope.Approve, ApiTokenScope.Audit];

    // Whoever asks needs the account's policy, to ask for what it allows.
    private static readonly ApiTokenScope[] Members = [.. Readers, ApiTokenScope.Request];

    private static readonly ApiTokenScope[] OfRequests = [ApiTokenScope.Request, ApiTokenScope.Approve];

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/integrated-account",
            ("GET", Needs(Members, accounts.ListAsync)));
        endpoints.MapMethods("/integrated-account/{account}",
            ("GET", Needs(Members, accounts.GetAsync)),
            ("PUT", Needs(ApiTokenScope.Admin, accounts.PutAsync)),
            ("DELETE", Needs(ApiTokenScope.Admin, accounts.DeleteAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp",
            ("GET", Needs(Readers, servers.ListAsync)),
            ("POST", Needs(ApiTokenScope.Mint, servers.MintAsync)),
            ("DELETE", Needs(ApiTokenScope.Mint, revocations.AccountAsync)));
        endpoints.MapMethods("/integrated-account/-/mcp",
            ("DELETE", Needs(ApiTokenScope.Admin, revocations.EverythingAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp/revoke",
            ("POST", Needs(ApiTokenScope.Mint, servers.RevokeFoundAsync)));
        MapRequests(endpoints);
        endpoints.MapMethods("/integrated-account/{account}/mcp/{id}",
            ("GET", Needs(Readers, servers.GetAsync)),
            ("PATCH", Needs(ApiTokenScope.Mint, servers.PatchAsync)),
            ("DELETE", Needs(ApiTokenScope.Mint, servers.RevokeAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp/{id}/approve-tools",
            ("POST", Needs(ApiTokenScope.Approve, servers.ApproveToolsAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp/{id}/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.CallsAsync)));
        endpoints.MapMethods("/integrated-account/{account}/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.ActsAsync)));
        endpoints.MapMethods("/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.OtherActsAsync)));
        endpoints.MapMethods("/audit-key",
            ("GET", Needs(ApiTokenScope.Audit, audit.KeyAsync)));
        endpoints.MapMethods("/api-token",
            ("GET", Needs(ApiTokenScope.Admin, tokens.ListAsync)),
            ("POST", Needs(ApiTokenScope.Admin, tokens.CreateAsync)));
        endpoints.MapMethods("/api-token/self",
            ("GET", Needs(Any, ApiTokenEndpoints.SelfAsync)));
        endpoints.MapMethods("/api-token/{id}",
            ("GET", Needs(ApiTokenScope.Admin, tokens.GetAsync)),
            ("DELETE", Needs(ApiTokenScope.Admin, tokens.DeleteAsync)));
        endpoints.MapMethods("/identity-rule",
            ("GET", Needs(ApiTokenScope.Admin, rules.ListAsync)));
        endpoints.MapMethods("/identity-rule/-/test",
            ("POST", Needs(ApiTokenScope.Admin, rules.TestAsync)));
        endpoints.MapMethods("/identity-rule/{id}",
            ("GET", Needs(ApiTokenScope.Admin, rules.GetAsync)),
            ("PUT", Needs(ApiTokenScope.Admin, rules.PutAsync)),
            ("DELETE", Needs(ApiTokenScope.Admin, rules.DeleteAsync)));
        endpoints.MapMethods("/api-token/{id}/rotate",
            ("POST", Needs(ApiTokenScope.Admin, tokens.RotateAsync)));
    }

    private void MapRequests(IEndpointRouteBuilder endpoints)
    {
        const string Path = "/integrated-account/{account}/mcp/requests";
        endpoints.MapMethods(Path,
            ("GET", Needs(OfRequests, requests.ListAsync)),
            ("POST", Needs(ApiTokenScope.Request, requests.AskAsync)));
        endpoints.MapMethods(Path + "/{request}",
            ("GET", Needs(OfRequests, requests.GetAsync)));
        endpoints.MapMethods(Path + "/{request}/grant",
            ("POST", Needs(ApiTokenScope.Approve, requests.GrantAsync)));
        endpoints.MapMethods(Path + "/{request}/decline",
            ("POST", Needs(OfRequests, requests.DeclineAsync)));
        endpoints.MapMethods(Path + "/{request}/collect",
            ("POST", Needs(ApiTokenScope.Request, requests.CollectAsync)));
    }

    private RequestDelegate Needs(ApiTokenScope scope, Func<AdminCall, Task> handler) => Needs([scope], handler);

    // One of the scopes.
    private RequestDelegate Needs(ApiTokenScope[] scopes, Func<AdminCall, Task> handler) => async context =>
    {
        // A revocation is tried for as long as the store tries, from its first question on.
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            context.LeaveToStore();
        }

        if (await RefuseAsync(context, scopes) is var (caller, refusal) && refusal is not null)
        {
            await refusal.WriteAsync(context);
            return;
        }

        // What an id was to stand behind has none: a script's variable was empty, and DELETE …/mcp/ would be DELETE
        // …/mcp, which revokes all.
        if (context.Request.Path.Value is [.., '/'] && !HttpMethods.IsGet(context.Request.Method))
        {
            await new ProblemDetailsResponse(
                400, "Bad Request",
                "The path ends in a slash: an id is missing behind it, or the slash is one too many. Nothing was done.").WriteAsync(context);
            return;
        }

        if (await ReadAsync(context) is var (body, problem) && problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        await handler(new AdminCall(context, caller!, body) { RemoteAddress = addresses.Of(context)?.ToString() });
    };

    private async Task<(ApiToken? Caller, ProblemDetailsResponse? Refusal)> RefuseAsync(
        HttpContext context, ApiTokenScope[] scopes)
    {
        if (!origins.Allows(context.Request.Headers.Origin))
        {
            return (null, new ProblemDetailsResponse(
                403, "Forbidden", "Pages of this Origin may not call. An operator can allow it."));
        }

        var header = options.Value.ApiKeyHeader;
        var text = BearerToken.Of(context.Request) ?? BearerToken.ApiKeyOf(context.Request, header);
        var (outcome, caller) = await gate.AuthenticateAsync(text, addresses.Of(context), context.StoreDeadline());
        if (outcome == GateOutcome.TooManyGuesses)
        {
            return (null, TooMany(
                context, "Too many wrong tokens came from this address, so none is looked at.",
                guesses.RetryAfterSeconds));
        }

        if (caller is null)
        {
            Note(context, "unauthorized");
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return (null, new ProblemDetailsResponse(
                401, "Unauthorized",
                $"{Came(outcome)} An API token is needed, as Authorization: Bearer or as {header}."));
        }

        if (calls.Add(caller.Id) > options.Value.AdminCallsPerMinute)
        {
            return (null, TooMany(context, $"An API token may make {options.Value.AdminCallsPerMinute} " +
                $"call{(options.Value.AdminCallsPerMinute == 1 ? "" : "s")} to the control plane a minute.",
                calls.SecondsLeft));
        }

        var account = context.Request.RouteValues["account"] as string;
        var named = string.Join(" or ", scopes.Select(AdminFormat.Name));
        var refusal = !scopes.Any(caller.Has)
            ? $"This API token lacks the scope {named}."
            : scopes == Any || scopes.Any(scope => caller.May(scope, account)) ? null
            : caller.IsFor(account) ? $"This API token has the scope {named} at other accounts only."
            : $"This API token is for {string.Join(", ", caller.IntegratedAccounts!)} only.";
        if (refusal is null)
        {
            return (caller, StaleSignIn.Matters(scopes, context.Request.Method) && caller.Identity?.IsFresh(time.GetUtcNow()) == false
                ? StaleSignIn.Refusal(context) : null);
        }

        Note(context, "forbidden", caller);
        return (null, new ProblemDetailsResponse(403, "Forbidden", refusal));
    }

    private static string Came(GateOutcome outcome) => outcome switch
    {
        GateOutcome.ApiTokenMissing => "No token came, or two.",
        GateOutcome.UrlTokenForApiToken =>
            "The token of an MCP URL came (smcp_…), which opens that URL alone; API tokens begin with smcpapi_.",
        GateOutcome.SignInIsOver =>
            "This sign-in is over: an identity rule that it came by was deleted or changed. Sign in again.",
        GateOutcome.BootstrapIsOver =>
            "The configured admin token came, which is over since there is an API token with the scope admin: " +
            "use that one.",
        GateOutcome.NoApiToken =>
            "What came is no API token: they begin with smcpapi_, and this one is of another form or mistyped.",
        _ => "The API token that came is not known: it has expired, was deleted, or is of another deployment.",
    };

    private void Note(HttpContext context, string outcome, ApiToken? caller = null) =>
        log.Refused(new RefusedRequest(outcome, addresses.Of(context), context.Request.Headers.UserAgent.ToString())
        {
            Account = context.Request.RouteValues["account"] as string,
            ApiTokenId = caller?.Id,
            Identity = caller?.Identity,
        });

    private static ProblemDetailsResponse TooMany(HttpContext context, string why, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return new ProblemDetailsResponse(429, "Too Many Requests", $"{why} Try again in {seconds} s.");
    }

    private static async Task<(JsonElement Body, ProblemDetailsResponse? ProblemDetailsResponse)> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) && !HttpMethods.IsPut(context.Request.Method)
            && !HttpMethods.IsPatch(context.Request.Method))
        {
            return default;
        }

        if (await context.ReadBodyAsync(MaxBodyBytes) is not { } bytes)
        {
            return (default, new ProblemDetailsResponse(413, "Content Too Large", $"At most {MaxBodyBytes} bytes are taken."));
        }

        try
        {
            using var document = JsonDocument.Parse(
                bytes.IsEmpty ? "{}"u8.ToArray() : bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (JsonText.IsUnicode(bytes.Span))
            {
                return (document.RootElement.Clone(), null);
            }
        }
        catch (InvalidOperationException)
        {
            // A member's name with half a surrogate pair: comparing it with the others throws.
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line ? $" at line {line + 1}, byte {fault.BytePositionInLine + 1}" : "";
            return (default, new ProblemDetailsResponse(
                400, "Malformed JSON",
                $"The body is not valid JSON{place}; or a member stands twice. Send one JSON object."));
        }

        return (default, new ProblemDetailsResponse(
            400, "Malformed JSON",
            "A text in the body is no Unicode: it has bytes that are not UTF-8, or half a surrogate pair."));
    }
}
