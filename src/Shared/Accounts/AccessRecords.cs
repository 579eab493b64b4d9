using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>All records of the product, typed, over the host's store.</summary>
public sealed class AccessRecords(IRecordStore store, TimeProvider time)
{
    /// <summary>The connections to Terraform.</summary>
    public RecordSet<IntegratedAccount> Accounts { get; } =
        new(store, time, RecordKind.IntegratedAccount, RecordJson.Default.IntegratedAccount,
            account => (account.Id, StoredRecord.Root, null));

    /// <summary>The minted MCP URLs, owned by their accounts.</summary>
    public RecordSet<McpServer> Servers { get; } =
        new(store, time, RecordKind.McpServer, RecordJson.Default.McpServer,
            server => (server.Id, server.IntegratedAccountId, server.ExpiresAt));

    /// <summary><see cref="IRecordStore.TakeAsync"/>, within the time that a store may take.</summary>
    public Task<bool> TakeAsync(
        string owner, string id, int limit, DateTimeOffset? expiresAt, StoreDeadline deadline) =>
        deadline.AskAsync(time, token => store.TakeAsync(owner, id, limit, expiresAt, token));

    /// <summary>The requests for MCP URLs, owned by their accounts.</summary>
    public RecordSet<McpRequest> Requests { get; } =
        new(store, time, RecordKind.McpRequest, RecordJson.Default.McpRequest,
            request => (request.Id, request.IntegratedAccountId, request.OpenUntil.Later(McpRequest.Kept)));

    /// <summary>Which tools of frozen URLs were approved, owned by their accounts.</summary>
    public RecordSet<ToolApproval> ToolApprovals { get; } =
        new(store, time, RecordKind.ToolApproval, RecordJson.Default.ToolApproval,
            approval => (approval.ServerId, approval.IntegratedAccountId, approval.ExpiresAt));

    /// <summary>The API tokens.</summary>
    public RecordSet<ApiToken> ApiTokens { get; } =
        new(store, time, RecordKind.ApiToken, RecordJson.Default.ApiToken,
            token => (token.Id, StoredRecord.Root, token.ExpiresAt));

    /// <summary>The identity rules.</summary>
    public RecordSet<IdentityRule> IdentityRules { get; } =
        new(store, time, RecordKind.IdentityRule, RecordJson.Default.IdentityRule,
            rule => (rule.Id, StoredRecord.Root, null));

    /// <summary>Whether every rule that made an API token still is as it was then; true for one that no rule made. Asked
    /// at each use, so that deleting or changing a rule ends what it gave.</summary>
    public Task<bool> StandsAsync(ApiToken token, StoreDeadline deadline) => StandAsync(token.Identity?.Rules ?? [], deadline);

    /// <summary>Whether nobody took away what a request was granted by. Signing out does not: then the rules are as they
    /// were.</summary>
    public async Task<bool> StandsAsync(GrantingToken token, DateTimeOffset now, StoreDeadline deadline) =>
        token.Rules is { } rules ? await StandAsync(rules, deadline)
        : token.EndsAt <= now || await ApiTokens.GetAsync(token.Id, deadline) is not null;

    private async Task<bool> StandAsync(IReadOnlyList<RuleUse> rules, StoreDeadline deadline)
    {
        foreach (var use in rules)
        {
            if ((await IdentityRules.GetAsync(use.Id, deadline))?.Value.Epoch != use.Epoch)
            {
                return false;
            }
        }

        return true;
    }
}
