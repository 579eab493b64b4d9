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
    /// <summary>Stores the account and a fresh URL, and answers the text.</summary>
    public static async Task<string> PrepareAsync(
        IServiceProvider services, LocalSettings settings, TerraformConnection connection, CancellationToken stopping)
    {
        var records = services.GetRequiredService<AccessRecords>();
        var time = services.GetRequiredService<TimeProvider>();
        await services.GetRequiredService<IRecordStore>().DeleteExpiredAsync(time.GetUtcNow(), stopping);
        var account = await StoreAsync(records, connection.Account, time.GetUtcNow(), stopping);
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
        await services.GetRequiredService<AuditLog>()
            .AdminActAsync(new AdminAct(Bootstrap.Id, "mint", account.Id, server.Id),
                () => records.Servers.CreateAsync(server, stopping));
        var origin = services.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.PublicUrl!;
        var check = connection.IsSandbox ? null
            : await ConnectionCheck.TellAsync(
                services.GetRequiredService<TerraformClient>(), connection.Credentials, account, time, stopping);
        return Tell(settings, connection, check, server, new Uri(origin, $"/mcp/{token}").AbsoluteUri, origin, adminToken);
    }

    private static async Task<IntegratedAccount> StoreAsync(
        AccessRecords records, IntegratedAccount account, DateTimeOffset now, CancellationToken stopping)
    {
        // The sandbox's port changes with each start, so the address is set anew; a policy that was PUT stays.
        var existing = await records.Accounts.GetAsync(account.Id, stopping);
        account = account with
        {
            Policy = existing?.Value.Policy ?? account.Policy,
            CreatedAt = existing?.Value.CreatedAt ?? now,
            Epoch = existing?.Value.Epoch ?? IntegratedAccount.NewEpoch(),
            UpdatedAt = now
        };
        var stored = existing is null ? await records.Accounts.CreateAsync(account, stopping)
            : await records.Accounts.ReplaceAsync(existing with { Value = account }, stopping);
        return stored ? account : throw new StoreUnavailableException("Another start writes the same account at this moment.");
    }

    private static async Task<string?> AdminTokenAsync(
        AccessRecords records, LocalSettings settings, DateTimeOffset now, CancellationToken stopping)
    {
        if (!settings.NewAdminToken
            && (settings.AdminToken is not null
                || (await records.ApiTokens.ListAsync(StoredRecord.Root, null, 1, stopping)).Count > 0))
        {
            return null;
        }

        var (apiToken, text) = ApiToken.Create("admin of this machine", [ApiTokenScope.Admin], Bootstrap.Id, now);
        await records.ApiTokens.CreateAsync(apiToken, stopping);
        return text;
    }

    private static string Tell(
        LocalSettings settings, TerraformConnection connection, string? check, McpServer server, string url, Uri origin,
        string? adminToken)
    {
        var mint = new Uri(origin, $"/integrated-account/{connection.Account.Id}/mcp").AbsoluteUri;
        var incident = """{"name":"incident 42","config":{"client":"claude-code"}}""";
        var known = adminToken ?? (settings.AdminToken is not null ? "SERVERLESSMCP_ADMIN_TOKEN"
            : "the one shown at the first start (--new-admin-token makes another)");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""

            ServerlessMcp {Product.Version} at {origin.AbsoluteUri.TrimEnd('/')}

              Account      {connection.Told}{(check is null ? "" : $"\n               {check}")}
              MCP URL      {url}
                           {(connection.IsSandbox ? "every core tool, changes included" : "reading only")}, until {server.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}

              Claude Code  claude mcp add --transport http tfc {url}
              Cursor       "tfc": {"{"}"url": "{url}"{"}"}   in mcpServers of ~/.cursor/mcp.json
              ChatGPT      Settings, Connectors, Create: the MCP URL, No authentication (developer mode; needs https, see README)
              curl         curl {url} -H 'Content-Type: application/json' -d '{"{"}"jsonrpc":"2.0","id":1,"method":"tools/list"{"}"}'
              Mint more    curl {mint} -H "Authorization: Bearer $ADMIN_TOKEN" -d '{incident}'

            """);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  Admin token  {known}");
        if (adminToken is not null)
        {
            text.AppendLine("               shown this once; it mints, changes and revokes URLs");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  Records      {settings.DataDirectory}");
        return text.AppendLine().ToString();
    }
}
