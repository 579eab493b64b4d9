using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary><c>/integrated-account</c>: the connections to the systems that URLs open.</summary>
internal sealed class AccountEndpoints(
    AccessRecords records, TimeProvider time, IOptions<ServerlessMcpOptions> options, AuditLog audit,
    IntegrationRegistry integrations)
{
    /// <summary>GET /integrated-account.</summary>
    public Task ListAsync(AdminCall call) =>
        AdminPage.AnswerAsync(call, records.Accounts, StoredRecord.Root, account => account.Id,
            (writer, account) => AccountJson.Write(writer, account));

    /// <summary>GET /integrated-account/{account}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await records.Accounts.GetAsync(call.Id("account"), call.Deadline) is { Value: var account })
        {
            var integration = integrations.Find(account.Integration);
            var setup = integration is null ? null : await integration.SetupAsync(account, call.Aborted);
            var notice = integration is null ? null : await integration.NoticeAsync(account, call.Aborted);
            await call.AnswerAsync(200, writer => AccountJson.Write(writer, account, setup, notice));
            return;
        }

        await call.RefuseUnknownAccountAsync(records);
    }

    /// <summary>PUT /integrated-account/{account}: connects (201) or changes (200). URLs minted before a change stay
    /// good under the new policy.</summary>
    public async Task PutAsync(AdminCall call)
    {
        var id = call.Id("account");
        var reader = new JsonBodyReader(call.Body);
        if (!Identifier.IsValid(id))
        {
            reader.Fault($"the account id has to be {Identifier.Form}");
        }

        var wanted = AccountJson.Read(reader, id, integrations);
        if (wanted is not null
            && AdminFormat.SizeOf(writer => AccountJson.Write(writer, wanted)) is > AdminFormat.MostBytes and var size)
        {
            reader.Fault($"{size} bytes came, at most {AdminFormat.MostBytes} are kept; globs and tags say more in " +
                "less", "policy");
        }

        if (wanted is not null && options.Value.OwnUseOf(wanted.SecretName) is { } use)
        {
            reader.Fault($"this secret is {use}, and no credential of an account", "credential/secret");
        }

        if (wanted is null || reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var now = time.GetUtcNow();
        var existing = await records.Accounts.GetAsync(id, call.Deadline);
        var integration = integrations.Of(wanted);
        var account = integration.Complete(wanted, existing?.Value)
            with
        {
            CreatedAt = existing?.Value.CreatedAt ?? now,
            Epoch = existing?.Value.Epoch
                ?? IntegratedAccount.NewEpoch(),
            UpdatedAt = now
        };
        var act = call.Act(existing is null ? "connect_account" : "change_account", id, null, writer =>
        {
            writer.WritePropertyName("integrated_account");
            AccountJson.Write(writer, account);
        });
        var isStored = await audit.AdminActAsync(act, () => existing is null
            ? records.Accounts.CreateAsync(account, call.Deadline)
            : records.Accounts.ReplaceAsync(existing with { Value = account }, call.Deadline));
        if (!isStored)
        {
            await call.RefuseAsync(
                409, "Conflict", "Somebody else changed this account at the same moment. Read it, and send yours " +
                    "again if it is still right.");
            return;
        }

        var setup = await integration.SetupAsync(account, call.Aborted);
        await call.AnswerAsync(existing is null ? 201 : 200, writer => AccountJson.Write(writer, account, setup));
    }

    /// <summary>DELETE /integrated-account/{account}: ends the connection and every URL minted from it.</summary>
    public async Task DeleteAsync(AdminCall call)
    {
        // The account first: with it gone the gate refuses all its URLs at once, and an interruption leaves dead
        // records, not live ones.
        var id = call.Id("account");
        var revoked = 0;
        var isDone = await audit.RevocationAsync(call.Act("disconnect_account", id, null), async () =>
        {
            var existed = await records.Accounts.DeleteAsync(id, call.Deadline.WithoutCaller);
            revoked = Identifier.IsValid(id)
                ? (await records.Servers.DeleteAllAsync(id, RevocationEndpoints.Budget, call.Deadline.WithoutCaller)).Deleted
                : 0;
            return existed || revoked > 0;
        });
        if (!isDone)
        {
            await call.RefuseUnknownAccountAsync(records);
            return;
        }

        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteNumber("revoked", revoked);
            writer.WriteEndObject();
        });
    }
}
