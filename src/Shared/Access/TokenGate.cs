using Microsoft.Extensions.Options;

namespace ServerlessMcp.Access;

/// <summary>
/// The gate: tokens in, admissions out. It reads the records anew on every call, so that revocation, expiry and a tightened policy bite on the next one,
/// and it has three answers only. A store that can't tell throws <see cref="StoreUnavailableException"/>: 503, never a stale yes.
/// </summary>
public sealed class TokenGate(AccessRecords records, TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    private readonly string? bootstrapHash = options.Value.AdminToken is { } token ? SecretToken.Hash(token) : null;

    /// <summary>Decides on a call to an MCP URL.</summary>
    /// <param name="urlToken">The token of the URL, or of <c>Authorization</c> where the URL has none.</param>
    /// <param name="apiToken">The API token, if the caller sent one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(GateOutcome Outcome, Admission? Admission)> AdmitAsync(string? urlToken, string? apiToken, CancellationToken cancellationToken)
    {
        if (!SecretToken.IsWellFormed(SecretToken.UrlPrefix, urlToken))
        {
            return (GateOutcome.NotFound, null);
        }

        var id = SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(urlToken!));
        var server = (await records.Servers.GetAsync(id, cancellationToken))?.Value;
        if (server is null || !SecretToken.Matches(urlToken!, server.TokenHash) || IsOver(server.ExpiresAt))
        {
            return (GateOutcome.NotFound, null);
        }

        var account = (await records.Accounts.GetAsync(server.IntegratedAccountId, cancellationToken))?.Value;
        if (account is null || account.HasRevoked(server))
        {
            return (GateOutcome.NotFound, null);
        }

        if (!server.Config.RequireApiTokenAuth && !account.Policy.RequireApiTokenAuth)
        {
            return (GateOutcome.Admitted, new Admission(server, account, null));
        }

        var caller = await AuthenticateAsync(apiToken, cancellationToken);
        return caller is not null && caller.Has(ApiTokenScope.Call)
            ? (GateOutcome.Admitted, new Admission(server, account, caller))
            : (GateOutcome.ApiTokenRequired, null);
    }

    /// <summary>The API token that this text is, or null: malformed, unknown, expired or deleted.</summary>
    public async Task<ApiToken?> AuthenticateAsync(string? apiToken, CancellationToken cancellationToken)
    {
        if (apiToken is null)
        {
            return null;
        }

        if (bootstrapHash is not null && SecretToken.Matches(apiToken, bootstrapHash))
        {
            return new ApiToken { Id = BootstrapId, Name = "bootstrap", Scopes = [ApiTokenScope.Admin], TokenHash = bootstrapHash, CreatedBy = BootstrapId };
        }

        if (!SecretToken.IsWellFormed(SecretToken.ApiPrefix, apiToken))
        {
            return null;
        }

        var id = SecretToken.RecordId(SecretToken.ApiPrefix, SecretToken.Hash(apiToken));
        var token = (await records.ApiTokens.GetAsync(id, cancellationToken))?.Value;
        return token is not null && SecretToken.Matches(apiToken, token.TokenHash) && !IsOver(token.ExpiresAt) ? token : null;
    }

    /// <summary>The id that acts with the configured admin token are booked under.</summary>
    public const string BootstrapId = "bootstrap";

    // At the very instant of expiry a token is already over.
    private bool IsOver(DateTimeOffset? expiresAt) => expiresAt <= time.GetUtcNow();
}
