using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.OAuth;

namespace ServerlessMcp.Admin;

/// <summary><c>/integrated-account/{account}/mcp</c>: minting, reading, changing and revoking MCP URLs.</summary>
public sealed class McpServerEndpoints(AccessRecords records, TimeProvider time, OAuthUrls urls, AuditLog audit)
{
    /// <summary>GET …/mcp.</summary>
    public async Task ListAsync(AdminCall call)
    {
        if (await FindAccountAsync(call) is { } account)
        {
            await AdminPage.AnswerAsync(call, records.Servers, account.Id, server => server.Id, (writer, server) => Write(writer, server));
        }
    }

    /// <summary>POST …/mcp: mints a URL. It and its token are in this answer and nowhere else.</summary>
    public async Task MintAsync(AdminCall call)
    {
        if (await FindAccountAsync(call) is not { } account)
        {
            return;
        }

        var now = time.GetUtcNow();
        var (fresh, token) = McpServer.Mint(account, name: "", new McpServerConfig(), call.Caller.Id, now);
        var reader = new FieldReader(call.Body);
        var server = McpServerJson.Read(reader, account, now, fresh);
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        if (!await records.Servers.CreateAsync(server, call.Aborted))
        {
            throw new StoreUnavailableException("The store says that a fresh random id is taken.");
        }

        audit.AdminAct(call.Caller.Id, "mint", account.Id, server.Id);
        call.Context.Response.Headers.Location = $"/integrated-account/{account.Id}/mcp/{server.Id}";
        await call.AnswerAsync(201, writer => Write(writer, server, token));
    }

    /// <summary>GET …/mcp/{id}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await FindAsync(call) is var (server, _))
        {
            await call.AnswerAsync(200, writer => Write(writer, server.Value));
        }
    }

    /// <summary>PATCH …/mcp/{id}: name, config, expires_at; what does not come stays.</summary>
    public async Task PatchAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (server, account))
        {
            return;
        }

        var reader = new FieldReader(call.Body);
        var changed = McpServerJson.Read(reader, account, time.GetUtcNow(), server.Value);
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        // Replace fails on a record that was revoked meanwhile: a change never brings a URL back.
        if (!await records.Servers.ReplaceAsync(server with { Value = changed }, call.Aborted))
        {
            await call.RefuseAsync(409, "Conflict", "Somebody else changed or revoked this URL at the same moment. Read it, and send yours again if it is still right.");
            return;
        }

        audit.AdminAct(call.Caller.Id, "change", account.Id, changed.Id);
        await call.AnswerAsync(200, writer => Write(writer, changed));
    }

    /// <summary>DELETE …/mcp/{id}: revokes one URL; it is refused from the next call on.</summary>
    public async Task RevokeAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (server, account))
        {
            return;
        }

        await records.Servers.DeleteAsync(server.Value.Id, call.Aborted);
        audit.AdminAct(call.Caller.Id, "revoke", account.Id, server.Value.Id);
        call.Context.Response.StatusCode = 204;
    }

    /// <summary>DELETE …/mcp: revokes all URLs of the account.</summary>
    public async Task RevokeAllAsync(AdminCall call)
    {
        if (await FindAccountAsync(call) is not { } account)
        {
            return;
        }

        var revoked = await records.Servers.DeleteAllAsync(account.Id, call.Aborted);
        audit.AdminAct(call.Caller.Id, "revoke_all", account.Id, null);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("revoked", revoked);
            writer.WriteEndObject();
        });
    }

    // The token of a server that OAuth opens is nobody's: it only gave the server its id.
    private void Write(Utf8JsonWriter writer, McpServer server, string? token = null) =>
        McpServerJson.Write(writer, server, server.Config.Auth == ServerAuth.OAuth ? null : token, urls.ForClient(server, token));

    private async Task<IntegratedAccount?> FindAccountAsync(AdminCall call)
    {
        if (await records.Accounts.GetAsync(call.Id("account"), call.Aborted) is { } account)
        {
            return account.Value;
        }

        await AccountEndpoints.NotFoundAsync(call);
        return null;
    }

    private async Task<(Versioned<McpServer> Server, IntegratedAccount Account)?> FindAsync(AdminCall call)
    {
        if (await FindAccountAsync(call) is not { } account)
        {
            return null;
        }

        if (await records.Servers.GetAsync(call.Id("id"), call.Aborted) is { } server && server.Value.IntegratedAccountId == account.Id)
        {
            return (server, account);
        }

        await call.RefuseAsync(404, "Not Found", $"Account {account.Id} has no MCP URL with this id; it may have been revoked.");
        return null;
    }
}
