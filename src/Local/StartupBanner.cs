using Microsoft.Extensions.Options;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>What a newcomer finds in the terminal: the account is connected, a URL is minted, and each client's line is
/// there to paste.</summary>
internal static class StartupBanner
{
    /// <summary>
    /// Prepares the start and writes what a newcomer needs. What was logged on the way comes after it: lines of JSON
    /// above it would be all that one sees.
    /// </summary>
    public static async Task ShowAsync(
        IServiceProvider services, LocalSettings settings, TerraformConnection connection, TextWriter terminal,
        CancellationToken stopping)
    {
        using var held = new HeldLog(services.GetRequiredService<ILoggerFactory>());
        var audit = ActivatorUtilities.CreateInstance<AuditLog>(services, held);
        await terminal.WriteAsync(await PrepareAsync(services, audit, settings, connection, stopping));
    }

    /// <summary>Stores the account and a fresh URL, and answers the text.</summary>
    private static async Task<string> PrepareAsync(
        IServiceProvider services, AuditLog audit, LocalSettings settings, TerraformConnection connection,
        CancellationToken stopping)
    {
        var records = services.GetRequiredService<AccessRecords>();
        var time = services.GetRequiredService<TimeProvider>();
        await services.GetRequiredService<IRecordStore>().DeleteExpiredAsync(time.GetUtcNow(), stopping);
        var account = await StoreAsync(records, connection.Account, time.GetUtcNow(), stopping);
        foreach (var beside in connection.Beside)
        {
            await StoreAsync(records, beside, time.GetUtcNow(), stopping);
        }

        var adminToken = await AdminTokenAsync(records, settings, time.GetUtcNow(), stopping);

        // In the sandbox nothing can break, so everything is open; on real infrastructure the first URL reads.
        // It is pasted into any client, and most put the server's name before a tool's.
        var preset = ClientPreset.Find("other-agent")!;
        var config = new McpServerConfig
        {
            Methods = connection.IsSandbox ? ["*"]
                : ["read"],
            Client = preset.Name,
            ToolNames = preset.ToolNames,
            Listing = preset.Listing
        };
        var (server, token) = McpServer.Mint(account, "first", config, Bootstrap.Id, time.GetUtcNow());
        var act = new AdminAct(Bootstrap.Id, "mint", account.Id, server.Id);
        await audit.AdminActAsync(act, () => records.Servers.CreateAsync(server, StoreDeadline.OfEach(stopping)));
        var check = connection.IsSandbox ? null
            : await ConnectionCheck.TellAsync(
                services.GetRequiredService<TerraformClient>(), connection.Credentials, account, time, stopping);
        return new BannerText(settings, connection)
        {
            Origin = services.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.PublicUrl!,
            Check = check,
            Token = token,
            ExpiresAt = server.ExpiresAt,
            AdminToken = adminToken,
        }.Compose();
    }

    private static async Task<IntegratedAccount> StoreAsync(
        AccessRecords records, IntegratedAccount account, DateTimeOffset now, CancellationToken stopping)
    {
        // The sandbox's port changes with each start, so the address is set anew; a policy that was PUT stays.
        var existing = await records.Accounts.GetAsync(account.Id, StoreDeadline.OfEach(stopping));
        account = account with
        {
            Policy = existing?.Value.Policy ?? account.Policy,
            CreatedAt = existing?.Value.CreatedAt ?? now,
            Epoch = existing?.Value.Epoch ?? IntegratedAccount.NewEpoch(),
            UpdatedAt = now
        };
        var stored = existing is null ? await records.Accounts.CreateAsync(account, StoreDeadline.OfEach(stopping))
            : await records.Accounts.ReplaceAsync(existing with { Value = account }, StoreDeadline.OfEach(stopping));
        return stored ? account : throw new StoreUnavailableException("Another start writes the same account at this moment.");
    }

    private static async Task<string?> AdminTokenAsync(
        AccessRecords records, LocalSettings settings, DateTimeOffset now, CancellationToken stopping)
    {
        if (!settings.NewAdminToken
            && (settings.AdminToken is not null
                || (await records.ApiTokens.ListAsync(StoredRecord.Root, null, 1, StoreDeadline.OfEach(stopping))).Count > 0))
        {
            return null;
        }

        var (apiToken, text) = ApiToken.Create("admin of this machine", [ApiTokenScope.Admin], Bootstrap.Id, now);
        await records.ApiTokens.CreateAsync(apiToken, StoreDeadline.OfEach(stopping));
        return text;
    }
}
