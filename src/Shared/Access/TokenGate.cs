using System.Net;
using Microsoft.Extensions.Options;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>
/// The gate: tokens in, admissions out. It reads the records anew on every call, so that revocation, expiry and a
/// tightened policy bite on the next one, and it has the answers of <see cref="GateOutcome"/> only. A store that can't
/// tell throws <see cref="StoreUnavailableException"/>: 503, never a stale yes.
/// </summary>
public sealed class TokenGate(
    AccessRecords records, Bootstrap bootstrap, AccessTokens accessTokens, FailedAttemptLimiter guesses,
    LastUse lastUse, TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    private readonly ApiTokenFinder apiTokens = new(records, bootstrap, lastUse, time, options.Value);

    /// <summary>Decides on a call to an MCP URL.</summary>
    /// <param name="urlToken">The token of the URL, or of <c>Authorization</c> where the URL has none.</param>
    /// <param name="apiToken">The API token, if the caller sent one.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="deadline">For how long the store may be asked, and for whom.</param>
    public async Task<(GateOutcome Outcome, Admission? Admission)> AdmitAsync(
        string? urlToken, string? apiToken, IPAddress? address, StoreDeadline deadline)
    {
        var hash = SecretToken.IsWellFormed(SecretToken.UrlPrefix, urlToken) ? SecretToken.Hash(urlToken!) : null;
        var id = hash is null ? null : SecretToken.RecordId(SecretToken.UrlPrefix, hash);
        var apiHash = HashOf(apiToken);
        var presented = apiHash is null ? id ?? "" : $"{id} {apiHash}";
        if (guesses.AreTooMany(address, presented))
        {
            return (GateOutcome.TooManyGuesses, null);
        }

        var decision = id is null ? (GateOutcome.NotFound, null)
            : await DecideAsync(id, hash!, apiToken, apiHash, deadline);
        Learn(decision.Item1, address, presented,
            isGuess: decision.Item1 is GateOutcome.NotFound or GateOutcome.ApiTokenUnknown,
            id ?? SecretToken.Hash(urlToken ?? ""), apiToken);
        return decision;
    }

    /// <summary>Decides on a call to <c>/mcp/s/{server}</c>.</summary>
    /// <param name="serverId">The id in the URL, which is no secret.</param>
    /// <param name="accessToken">The access token of <c>Authorization: Bearer</c>, if the caller sent one.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="deadline">For how long the store may be asked, and for whom.</param>
    public async Task<(GateOutcome Outcome, Admission? Admission)> AdmitOAuthAsync(
        string serverId, string? accessToken, IPAddress? address, StoreDeadline deadline)
    {
        var presented = accessToken is null ? "" : SecretToken.Hash(accessToken);
        if (guesses.AreTooMany(address, presented))
        {
            return (GateOutcome.TooManyGuesses, null);
        }

        var decision = await FindOAuthServerAsync(serverId, deadline) is not var (server, account)
            ? (GateOutcome.NotFound, null)
            : accessToken is null ? (GateOutcome.AccessTokenRequired, null)
            : await accessTokens.CheckAsync(accessToken, server, account, deadline);

        // Our own access tokens belong to an API token. Those of an issuer do not, and the policy asks for one. This is
        // said only to who has a valid access token.
        if (decision.Item2 is { ApiToken: null, Account.Policy.RequireApiTokenAuth: true })
        {
            decision = (GateOutcome.SecondFactorMissing, null);
        }

        Learn(decision.Item1, address, presented,
            isGuess: decision.Item1 is GateOutcome.NotFound or GateOutcome.AccessTokenInvalid, serverId, accessToken);
        return decision;
    }

    /// <summary>Decides on a further account of a URL that was let in, for a call that needs it: whether it is still what
    /// it was when the URL was given it, and lets this caller in.</summary>
    /// <param name="home">What let the URL in.</param>
    /// <param name="further">The account.</param>
    /// <param name="apiToken">The API token, if the caller sent one.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="deadline">For how long the store may be asked, and for whom.</param>
    /// <returns><see cref="GateOutcome.NotFound"/> where the URL has lost it.</returns>
    public async Task<(GateOutcome Outcome, Admission? Admission)> JoinAsync(
        Admission home, FurtherAccount further, string? apiToken, IPAddress? address, StoreDeadline deadline)
    {
        if (await FindFurtherAsync(home.Server, home.Account, further, deadline) is not { } account)
        {
            return (GateOutcome.NotFound, null);
        }

        var caller = home.ApiToken;
        if (caller is null && account.Policy.RequireApiTokenAuth)
        {
            if (home.Server.Config.Auth == ServerAuth.OAuth)
            {
                return (GateOutcome.SecondFactorMissing, null);
            }

            (_, caller) = await apiTokens.FindAsync(apiToken, HashOf(apiToken), deadline);
            if (caller is null)
            {
                Learn(GateOutcome.ApiTokenUnknown, address, "", isGuess: apiToken is not null, home.Server.Id, apiToken);
                return (apiToken is null ? GateOutcome.ApiTokenMissing : GateOutcome.ApiTokenUnknown, null);
            }
        }

        return caller is null || caller.May(ApiTokenScope.Call, account.Id)
            ? (GateOutcome.Admitted, new Admission(home.Server.At(further), account, caller)
            {
                OAuthClient = home.OAuthClient,
                Through = home,
            })
            : (caller.Has(ApiTokenScope.Call) ? GateOutcome.ApiTokenAccount : GateOutcome.ApiTokenScope, null);
    }

    /// <summary>Whether what was let in would be let in now: for a call that waits long, whose URL another process may
    /// have revoked meanwhile.</summary>
    public async Task<bool> StillAdmitsAsync(Admission admission, StoreDeadline deadline)
    {
        var server = (await records.Servers.GetAsync(admission.Server.Id, deadline))?.Value;
        if (server is null || server.TokenHash != admission.Server.TokenHash
            || await FindAccountAsync(server, deadline) is not { } account)
        {
            return false;
        }

        if (admission.Through is not null)
        {
            var further = server.Further?.FirstOrDefault(one => one.Id == admission.Account.Id);
            if (further is null || await FindFurtherAsync(server, account, further, deadline) is not { } other
                || (admission.Through.ApiToken is { } first && !await apiTokens.StillCallsAsync(first, account.Id, deadline)))
            {
                return false;
            }

            account = other;
        }

        return admission.ApiToken is { } given
            ? await apiTokens.StillCallsAsync(given, account.Id, deadline) : !account.Policy.RequireApiTokenAuth;
    }

    /// <summary>The live server of this id that OAuth opens; null for every other id, one that was never given
    /// included.</summary>
    public async Task<(McpServer Server, IntegratedAccount Account)?> FindOAuthServerAsync(
        string serverId, StoreDeadline deadline)
    {
        var server = (await records.Servers.GetAsync(serverId, deadline))?.Value;
        return server is { Config.Auth: ServerAuth.OAuth } && await FindAccountAsync(server, deadline) is { } account
            ? (server, account)
            : null;
    }

    /// <summary>The API token that this text is, if it is a good one: not malformed, unknown, expired or deleted.</summary>
    public async Task<(GateOutcome Outcome, ApiToken? ApiToken)> AuthenticateAsync(
        string? apiToken, IPAddress? address, StoreDeadline deadline)
    {
        var hash = HashOf(apiToken);
        var presented = hash ?? "";
        if (guesses.AreTooMany(address, presented))
        {
            return (GateOutcome.TooManyGuesses, null);
        }

        var (outcome, caller) = await apiTokens.FindAsync(apiToken, hash, deadline);
        Learn(outcome, address, presented, isGuess: apiToken is not null, "", apiToken);
        return (outcome, caller);
    }

    private async Task<(GateOutcome Outcome, Admission? Admission)> DecideAsync(
        string id, string hash, string? apiToken, string? apiHash, StoreDeadline deadline)
    {
        var server = (await records.Servers.GetAsync(id, deadline))?.Value;
        if (server is not { Config.Auth: ServerAuth.Url } || !SecretToken.AreSame(hash, server.TokenHash)
            || await FindAccountAsync(server, deadline) is not { } account)
        {
            return (GateOutcome.NotFound, null);
        }

        if (!server.Config.RequireApiTokenAuth && !account.Policy.RequireApiTokenAuth)
        {
            return (GateOutcome.Admitted, new Admission(server, account, null));
        }

        var (_, caller) = await apiTokens.FindAsync(apiToken, apiHash, deadline);
        return caller is null ? (apiToken is null ? GateOutcome.ApiTokenMissing : GateOutcome.ApiTokenUnknown, null)
            : !caller.Has(ApiTokenScope.Call) ? (GateOutcome.ApiTokenScope, null)
            : !caller.May(ApiTokenScope.Call, account.Id) ? (GateOutcome.ApiTokenAccount, null)
            : (GateOutcome.Admitted, new Admission(server, account, caller));
    }

    // The account of a server that is live under its policy as it is now. A server whose own record has expired costs
    // no second read.
    private async Task<IntegratedAccount?> FindAccountAsync(McpServer server, StoreDeadline deadline) =>
        !IsOver(server.ExpiresAt)
        && (await records.Accounts.GetAsync(server.IntegratedAccountId, deadline))?.Value is { } account
            && !account.HasRevoked(server) && !IsOver(server.EndsAt(account.Policy)) ? account : null;

    // A further account of a server that is live: of the epoch in which the server was given it, and within its own policy.
    private async Task<IntegratedAccount?> FindFurtherAsync(
        McpServer server, IntegratedAccount home, FurtherAccount further, StoreDeadline deadline) =>
        (await records.Accounts.GetAsync(further.Id, deadline))?.Value is { } account
        && further.Stands(account, server.CreatedAt) && !IsOver(server.EndsAt(account.Policy))
        && (server.Config.Auth != ServerAuth.OAuth || OAuthIssuer.AreSame(home.Policy.OAuth, account.Policy.OAuth)) ? account : null;

    private static string? HashOf(string? token) => token is null ? null : SecretToken.Hash(token);

    // A wrong token that comes again and again, as a client's does that reconnects, is one guess.
    private void Learn(GateOutcome outcome, IPAddress? address, string presented, bool isGuess, string place, string? secret)
    {
        if (outcome == GateOutcome.Admitted)
        {
            guesses.Right(presented);
        }
        else if (isGuess)
        {
            guesses.Wrong(address, secret is null ? place : $"{place} {secret}");
        }
    }

    // At the very instant of expiry a token is already over.
    private bool IsOver(DateTimeOffset? expiresAt) => expiresAt <= time.GetUtcNow();
}
