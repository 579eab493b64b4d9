using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>Finds API tokens in the records: those that are not malformed, unknown, expired or deleted.</summary>
internal sealed class ApiTokenFinder(
    AccessRecords records, Bootstrap bootstrap, LastUse lastUse, TimeProvider time, ServerlessMcpOptions options)
{
    /// <summary>The token that this text is, and why it is none.</summary>
    /// <param name="text">What came.</param>
    /// <param name="hash">Its hash, which is made once.</param>
    /// <param name="deadline">For how long the store may be asked, and for whom.</param>
    public async Task<(GateOutcome Outcome, ApiToken? ApiToken)> FindAsync(
        string? text, string? hash, StoreDeadline deadline)
    {
        if (text is null || hash is null)
        {
            return (GateOutcome.ApiTokenMissing, null);
        }

        if (bootstrap.Is(hash))
        {
            return await bootstrap.FindAsync(deadline) is { } first ? (GateOutcome.Admitted, first)
                : (GateOutcome.BootstrapIsOver, null);
        }

        if (!SecretToken.IsWellFormed(SecretToken.ApiPrefix, text))
        {
            return (SecretToken.IsWellFormed(SecretToken.UrlPrefix, text) ? GateOutcome.UrlTokenForApiToken
                : GateOutcome.NoApiToken, null);
        }

        var found = await records.ApiTokens.GetAsync(SecretToken.RecordId(SecretToken.ApiPrefix, hash), deadline);
        if (found is null || !SecretToken.AreSame(hash, found.Value.TokenHash) || found.Value.ExpiresAt <= time.GetUtcNow())
        {
            return (GateOutcome.ApiTokenUnknown, null);
        }

        if (!await StandsAsync(found.Value, deadline))
        {
            return (GateOutcome.SignInIsOver, null);
        }

        lastUse.Note(found);
        return (GateOutcome.Admitted, found.Value);
    }

    /// <summary>Whether a token that was good still is, and may call this account: another process may have revoked it
    /// meanwhile.</summary>
    public async Task<bool> StillCallsAsync(ApiToken given, string accountId, StoreDeadline deadline) =>
        given.Id == Bootstrap.Id ? await bootstrap.FindAsync(deadline) is not null
        : (await records.ApiTokens.GetAsync(given.Id, deadline))?.Value is { } token
        && token.May(ApiTokenScope.Call, accountId) && !(token.ExpiresAt <= time.GetUtcNow())
        && await StandsAsync(token, deadline);

    private async Task<bool> StandsAsync(ApiToken token, StoreDeadline deadline) =>
        (token.Identity is null || options.RulesMayGrantAdmin || !token.Has(ApiTokenScope.Admin))
        && await records.StandsAsync(token, deadline);
}
