using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Audit;

namespace ServerlessMcp.Admin;

/// <summary>
/// Revoking all URLs of an account, or of every account. First the account's epoch is raised, one write, and from then on the gate refuses them all; then their
/// records are removed, as far as the time goes.
/// </summary>
public sealed class RevocationEndpoints(AccessRecords records, AuditLog audit)
{
    private const int MostTries = 20;

    // A gateway waits 30 s at most. What is left over is refused all the same, and removed when it expires or when this is asked again.
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    /// <summary>DELETE …/mcp.</summary>
    public async Task AccountAsync(AdminCall call)
    {
        if (!await audit.RevocationAsync(call.Act("revoke_all", call.Id("account"), null), () => RaiseEpochAsync(call.Id("account"), call.Aborted)))
        {
            await call.RefuseUnknownAccountAsync(records);
            return;
        }

        var (revoked, isDone) = await records.Servers.DeleteAllAsync(call.Id("account"), Budget, call.Aborted);
        await call.AnswerAsync(200, writer => Write(writer, accounts: null, revoked, isDone));
    }

    /// <summary>DELETE /integrated-account/-/mcp.</summary>
    public async Task EverythingAsync(AdminCall call)
    {
        var accounts = new List<string>();
        for (IReadOnlyList<IntegratedAccount>? page = null; page is null || page.Count == 1000;)
        {
            page = await records.Accounts.ListAsync(StoredRecord.Root, accounts.Count == 0 ? null : accounts[^1], 1000, call.Aborted);
            accounts.AddRange(page.Select(account => account.Id));
        }

        // Every epoch before any record: then nothing is served any more. A store that fails on the way is a 503, and the next try does what is left.
        await audit.RevocationAsync(call.Act("revoke_everything", null, null), async () =>
        {
            await Parallel.ForEachAsync(accounts, call.Aborted, async (account, cancel) => await RaiseEpochAsync(account, cancel));
            return true;
        });
        var (revoked, isDone) = (0, true);
        foreach (var account in accounts)
        {
            var (deleted, all) = await records.Servers.DeleteAllAsync(account, Budget / accounts.Count, call.Aborted);
            (revoked, isDone) = (revoked + deleted, isDone && all);
        }

        await call.AnswerAsync(200, writer => Write(writer, accounts.Count, revoked, isDone));
    }

    private async Task<bool> RaiseEpochAsync(string account, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await records.Accounts.GetAsync(account, cancellationToken) is not { } current)
            {
                return false;
            }

            if (await records.Accounts.ReplaceAsync(current with { Value = current.Value with { Epoch = current.Value.Epoch + 1 } }, cancellationToken))
            {
                return true;
            }
        }

        throw new StoreUnavailableException($"The account {account} was changed by others {MostTries} times while its URLs were to be revoked.");
    }

    private static void Write(Utf8JsonWriter writer, int? accounts, int revoked, bool isDone)
    {
        writer.WriteStartObject();
        if (accounts is { } count)
        {
            writer.WriteNumber("accounts", count);
        }

        writer.WriteNumber("revoked", revoked);
        if (!isDone)
        {
            writer.WriteString("note", "All are refused from now on; the records of some are still to be removed, and are not counted.");
        }

        writer.WriteEndObject();
    }
}
