using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>The bounds within which a caller mints and changes: the account's policy, and of a sign-in what one of its
/// grants adds to it. Grants don't add up: a URL has to be within one of them.</summary>
internal static class CallerBounds
{
    /// <summary>Reads a body against each of the bounds, and answers the first that it is within; of the last one the
    /// faults.</summary>
    public static (McpServer Server, JsonBodyReader Reader) Read(
        AdminCall call, UrlAccounts accounts, Func<JsonBodyReader, UrlAccounts, McpServer> read)
    {
        var grants = call.Caller.Grants?.Where(grant => accounts.Ids.All(account => grant.Lets(ApiTokenScope.Mint, account))).ToArray();
        for (var at = 0; ; at++)
        {
            var reader = new JsonBodyReader(call.Body);
            var server = read(reader, grants is null ? accounts : accounts.Narrow(grants[at]));
            if (reader.Errors.Count == 0 || at + 1 >= (grants?.Length ?? 0))
            {
                return (server, reader);
            }
        }
    }
}
