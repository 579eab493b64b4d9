using System.Collections.Concurrent;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>
/// Revoking all URLs of an account, or of every account. First the account's epoch is raised, one write, and from then
/// on the gate refuses them all; then their records are removed, as far as the time goes. Where the epoch can't be
/// raised, the records are removed instead. It goes on when whoever asked for it has gone.
/// </summary>
public sealed class RevocationEndpoints(AccessRecords records, AuditLog audit)
{
    private const int MostTries = 20;

    // A gateway waits 30 s at most. What is left over is refused all the same, and removed when it expires or when this
    // is asked again.
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    // Removing records is the way out where an account's own record can't be written: then nothing but their removal
    // revokes them.
    private static readonly TimeSpan LongBudget = TimeSpan.FromSeconds(25);

    /// <summary>DELETE …/mcp.</summary>
    public async Task AccountAsync(AdminCall call)
    {
        call.Context.LeaveToStore();
        if (await HasBodyAsync(call))
        {
            return;
        }

        var (account, unread) = (call.Id("account"), new ConcurrentBag<string>());
        var removed = 0;
        if (!await audit.RevocationAsync(
            call.Act("revoke_all", account, null, Details(unread)),
            async () => await RevokeAsync(account, unread, call.Deadline.WithoutCaller) is { } count && (removed = count) >= 0))
        {
            await call.RefuseUnknownAccountAsync(records);
            return;
        }

        var (revoked, isDone) = await records.Servers.DeleteAllAsync(account, Budget, call.Deadline.WithoutCaller);
        await call.AnswerAsync(200, writer => Write(writer, accounts: null, removed + revoked, isDone, unread));
    }

    /// <summary>DELETE /integrated-account/-/mcp.</summary>
    public async Task EverythingAsync(AdminCall call)
    {
        call.Context.LeaveToStore();
        if (await HasBodyAsync(call))
        {
            return;
        }

        var accounts = new List<string>();
        for (IReadOnlyList<string>? page = null; page is null || page.Count == 1000;)
        {
            page = await records.Accounts.ListIdsAsync(StoredRecord.Root, page?[^1], 1000, call.Deadline.WithoutCaller);
            accounts.AddRange(page);
        }

        // Every epoch before any record: then nothing is served any more. One account that can't be written stands in
        // no other's way.
        var (unread, failed, removed) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), 0);
        await audit.RevocationAsync(call.Act("revoke_everything", null, null, Details(unread)), async () =>
        {
            await Parallel.ForEachAsync(accounts, async (account, _) =>
            {
                try
                {
                    var count = await RevokeAsync(account, unread, call.Deadline.WithoutCaller) ?? 0;
                    Interlocked.Add(ref removed, count);
                }
                catch (StoreUnavailableException)
                {
                    failed.Add(account);
                }
            });

            // What is left is a 503, with the names in the log, and the next try does it.
            return failed.IsEmpty ? true
                : throw new StoreUnavailableException(
                    $"The URLs of {string.Join(", ", failed.Order(StringComparer.Ordinal))} could not be revoked; " +
                        "those of all other accounts are.");
        });
        var (revoked, isDone) = (removed, true);
        foreach (var account in accounts)
        {
            try
            {
                var (deleted, all) =
                    await records.Servers.DeleteAllAsync(account, Budget / accounts.Count, call.Deadline.WithoutCaller);
                (revoked, isDone) = (revoked + deleted, isDone && all);
            }
            catch (StoreUnavailableException)
            {
                isDone = false; // They are refused already.
            }
        }

        await call.AnswerAsync(200, writer => Write(writer, accounts.Count, revoked, isDone, unread));
    }

    // How many records were removed for it; null if there is no such account. Where the account can't be read or
    // written (a damaged file, a full disk), its epoch can't be raised. Its URLs do not work while that lasts, but would
    // again after a repair. So their records are removed, which needs neither a read nor free space.
    private async Task<int?> RevokeAsync(string account, ConcurrentBag<string> unread, StoreDeadline deadline)
    {
        try
        {
            return await RaiseEpochAsync(account, deadline) ? 0 : null;
        }
        catch (StoreUnavailableException)
        {
            var (deleted, isDone) = await records.Servers.DeleteAllAsync(account, LongBudget, deadline);
            if (!isDone)
            {
                throw;
            }

            // What was minted meanwhile is of the old epoch too. Where nothing can be written, nothing was minted.
            if (!await TryRaiseEpochAsync(account, deadline))
            {
                unread.Add(account);
            }

            return deleted;
        }
    }

    private async Task<bool> TryRaiseEpochAsync(string account, StoreDeadline deadline)
    {
        try
        {
            return await RaiseEpochAsync(account, deadline);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static Action<Utf8JsonWriter> Details(ConcurrentBag<string> unread) => writer => WriteUnread(writer, unread);

    private static void WriteUnread(Utf8JsonWriter writer, ConcurrentBag<string> unread)
    {
        if (!unread.IsEmpty)
        {
            writer.WriteTexts("not_read", unread.Order(StringComparer.Ordinal));
        }
    }

    // A body means that one URL was to be revoked, and this revokes all: refused.
    private static async Task<bool> HasBodyAsync(AdminCall call)
    {
        if (await call.Context.ReadBodyAsync(0) is not null)
        {
            return false;
        }

        await call.RefuseAsync(
            400, "Bad Request",
            "This revokes all MCP URLs at once and takes no body; nothing was revoked. For one: DELETE …/mcp/{id}, " +
                "or POST …/mcp/revoke with {\"token\": …} or {\"url\": …}.");
        return true;
    }

    private async Task<bool> RaiseEpochAsync(string account, StoreDeadline deadline)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await records.Accounts.GetAsync(account, deadline) is not { } current)
            {
                return false;
            }

            if (await records.Accounts.ReplaceAsync(
                current with { Value = current.Value with { Epoch = current.Value.Epoch + 1 } }, deadline))
            {
                return true;
            }
        }

        throw new StoreUnavailableException(
            $"The account {account} was changed by others {MostTries} times while its URLs were to be revoked.");
    }

    private static void Write(Utf8JsonWriter writer, int? accounts, int revoked, bool isDone, ConcurrentBag<string> unread)
    {
        writer.WriteStartObject();
        if (accounts is { } count)
        {
            writer.WriteNumber("accounts", count);
        }

        writer.WriteNumber("revoked", revoked);
        WriteUnread(writer, unread);
        if (!unread.IsEmpty)
        {
            writer.WriteString(
                "hint", "The records of these accounts can't be read or written. Nobody is let in through them, and " +
                    "their URLs are removed; DELETE /integrated-account/{account} ends such an account.");
        }

        if (!isDone)
        {
            writer.WriteString(
                "note",
                "All are refused from now on; the records of some are still to be removed, and are not counted.");
        }

        writer.WriteEndObject();
    }
}
