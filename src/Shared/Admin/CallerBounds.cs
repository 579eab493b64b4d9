using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>
/// The bounds within which a caller makes a URL, or makes one more than it was: the account's policy, and of a sign-in
/// what one of its grants adds to it. The one rule for minting, changing, asking, granting, collecting and approving,
/// each by the grants that have its own scope. Grants don't add up: a URL has to be within one of them.
/// </summary>
internal static class CallerBounds
{
    /// <summary>Reads a body against each of the bounds, and answers the first that it is within; of the last one the
    /// faults. The grant that lets a URL live longest comes first.</summary>
    public static (McpServer Server, JsonBodyReader Reader) Read(
        AdminCall call, ApiTokenScope scope, UrlAccounts accounts, Func<JsonBodyReader, UrlAccounts, McpServer> read) =>
        Read(call.Caller, call.Body, scope, accounts, read);

    /// <summary>The same where the caller sends nothing to be read.</summary>
    public static (McpServer Server, JsonBodyReader Reader) ReadNothing(
        AdminCall call, ApiTokenScope scope, UrlAccounts accounts, Func<JsonBodyReader, UrlAccounts, McpServer> read) =>
        Read(call.Caller, JsonElement.Parse("{}"), scope, accounts, read);

    /// <summary>In what a URL as it is exceeds what the caller may approve; null in nothing.</summary>
    public static string? ComplaintOfApproval(AdminCall call, McpServer server, UrlAccounts accounts)
    {
        var (_, reader) = ReadNothing(call, ApiTokenScope.Approve, accounts, (reader, bounded) =>
        {
            if (bounded.Home.NarrowedBy is { Methods: not null } or { Tags: not null })
            {
                McpServerConfigJson.Check(reader, server.Config, bounded);
            }

            return server;
        });
        return reader.Errors.Count == 0 ? null
            : $"This URL is more than this token may approve: {string.Join("; ", reader.Errors.Select(error => error.Detail))}.";
    }

    private static (McpServer Server, JsonBodyReader Reader) Read(
        ApiToken caller, JsonElement body, ApiTokenScope scope, UrlAccounts accounts,
        Func<JsonBodyReader, UrlAccounts, McpServer> read)
    {
        var grants = caller.Grants?.Where(grant => accounts.Ids.All(account => grant.Lets(scope, account)))
            .OrderByDescending(grant => grant.MaxTtl ?? TimeSpan.MaxValue).ToArray();
        for (var at = 0; ; at++)
        {
            var reader = new JsonBodyReader(body);
            var bounded = grants is null ? accounts : accounts.Narrow(grants[at]);
            var server = read(reader, bounded);
            CheckEnd(reader, server, accounts.Strictest(server.Config), bounded.Strictest(server.Config));
            if (reader.Errors.Count == 0 || at + 1 >= (grants?.Length ?? 0))
            {
                return (server, reader);
            }
        }
    }

    // Also where the body says nothing of the end: whoever changes a URL answers for all of it.
    private static void CheckEnd(JsonBodyReader reader, McpServer server, IntegratedAccount account, IntegratedAccount bounded)
    {
        if (reader.Errors.Count > 0 || bounded.NarrowedBy?.MaxTtl is null)
        {
            return;
        }

        var (end, latest) = (server.EndsAt(account.Policy), server.LatestEnd(bounded.Policy));
        if (!(end <= latest))
        {
            reader.Fault(
                $"the URL would last {(end is { } time ? $"until {AdminFormat.Time(time)}" : "for ever")}, and {bounded.PolicyWords} allows it " +
                    $"until {AdminFormat.Time(latest)}: send an end within that", "expires_at");
        }
    }
}
