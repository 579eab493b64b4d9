using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Audit;

/// <summary>
/// One chain of audit entries, each holding the hash of the one before: the calls to one MCP server, the acts on one
/// integrated account, or the acts on neither.
/// </summary>
/// <param name="Id">The id of the MCP server; <c>acc-</c> and 32 hex digits of the SHA-256 of an account's id, which
/// itself may be too long; or <c>admin</c>.</param>
/// <param name="Owner">The integrated account, or <see cref="StoredRecord.Root"/>.</param>
/// <param name="EndsAt">After this nothing is appended; null for an open end.</param>
public sealed record AuditChain(string Id, string Owner, DateTimeOffset? EndsAt)
{
    /// <summary>The calls to a server.</summary>
    public static AuditChain Of(McpServer server) => new(server.Id, server.IntegratedAccountId, server.ExpiresAt);

    /// <summary>The acts on an account; on none of them, such as on API tokens, if it is null.</summary>
    public static AuditChain OfActs(string? account) => account is null
        ? new("admin", StoredRecord.Root, null)
        : new(Identifier.OfText("acc-", account), account, null);
}
