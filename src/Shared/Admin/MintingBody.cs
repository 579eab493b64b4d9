using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>The body of minting: of a URL that is made at once, and of one that is asked for.</summary>
internal static class MintingBody
{
    /// <summary>Reads it within the caller's bounds; null where it was answered, with its faults or, if that was asked
    /// for, with a preview.</summary>
    /// <param name="call">The call.</param>
    /// <param name="scope">What the caller does it by.</param>
    /// <param name="accounts">The accounts that it names.</param>
    /// <param name="now">The time.</param>
    /// <param name="preview">Answers what it would be.</param>
    /// <param name="check">Looks at what was read, and notes faults of its own.</param>
    public static async Task<(McpServer Server, string Token)?> ReadAsync(
        AdminCall call, ApiTokenScope scope, UrlAccounts accounts, DateTimeOffset now, MintingPreview preview,
        Action<JsonBodyReader, McpServer>? check = null)
    {
        var (token, isPreview) = ("", false);
        var (server, reader) = CallerBounds.Read(call, scope, accounts, (reader, bounded) =>
        {
            (var fresh, token) = McpServer.Mint(bounded.Home, name: "", new McpServerConfig(), call.Caller.Id, now);
            isPreview = reader.Flag("dry_run") ?? false;
            var read = McpServerJson.Read(reader, bounded, now, fresh);
            check?.Invoke(reader, read);
            return read;
        });
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return null;
        }

        if (isPreview)
        {
            await preview.AnswerAsync(call, server, accounts);
            return null;
        }

        return (server, token);
    }
}
