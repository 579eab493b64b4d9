using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary><c>/integrated-account/{account}/mcp</c>: minting, reading, changing and revoking MCP URLs.</summary>
public sealed class McpServerEndpoints(
    AccessRecords records, TimeProvider time, OAuthUrls urls, MintingPreview preview, IntegrationRegistry integrations,
    AuditLog audit, MarkedUrls marked, ToolApprovals approvals, UrlAccountsFinder finder)
{
    /// <summary>GET …/mcp.</summary>
    public async Task ListAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account)
        {
            return;
        }

        if (call.Context.Request.Query.TryGetValue("mark", out var mark))
        {
            await ListMarkedAsync(call, account, mark.ToString());
        }
        else
        {
            IReadOnlyDictionary<string, UrlAccounts>? accounts = null;
            await AdminPage.AnswerAsync(
                call, records.Servers, account.Id, server => server.Id,
                (writer, server) => Write(writer, server, accounts![server.Id]), server => !account.HasRevoked(server),
                async page => accounts = await finder.OfEachAsync(account, page, call.Deadline));
        }
    }

    // GET …/mcp?mark=0f3c9a1b: whose mark it is, in a run's message or a comment; two where two have it.
    private async Task ListMarkedAsync(AdminCall call, IntegratedAccount account, string mark)
    {
        if (MarkedUrls.Read(mark) is not { } digits)
        {
            await call.RefuseAsync([new FieldError("?mark", "the eight digits of a mark are needed: 0f3c9a1b of (via mcp-0f3c9a1b)")]);
            return;
        }

        var servers = new List<(string Id, McpServer? Server)>();
        foreach (var id in await marked.FindAsync(account.Id, digits, call.Deadline))
        {
            servers.Add((id, await records.Servers.GetAsync(id, call.Deadline) is { Value: var server }
                && server.IntegratedAccountId == account.Id && !account.HasRevoked(server) ? server : null));
        }

        var accounts = await finder.OfEachAsync(account, servers.Select(one => one.Server).OfType<McpServer>(), call.Deadline);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            foreach (var (id, server) in servers)
            {
                if (server is not null)
                {
                    Write(writer, server, accounts[id]);
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteBoolean("is_over", true);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNull("next_cursor");
            writer.WriteEndObject();
        });
    }

    /// <summary>POST …/mcp: mints a URL. It and its token are in this answer and nowhere else.</summary>
    public async Task MintAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account
            || await finder.ForAsync(call, ApiTokenScope.Mint, account) is not { } accounts)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (await MintingBody.ReadAsync(call, ApiTokenScope.Mint, accounts, now, preview) is not var (server, token))
        {
            return;
        }

        var matches = await ScopeMatches.AskAsync(integrations, accounts.Parts(server.Config), call.Aborted);
        if (!await audit.AdminActAsync(
            call.Act("mint", account.Id, server.Id, Details(server, accounts)),
            () => records.Servers.CreateAsync(server, call.Deadline)))
        {
            throw new StoreUnavailableException("The store says that a fresh random id is taken.");
        }

        await approvals.KeepAsync(server, accounts, call.Deadline);
        call.Context.Response.Headers.Location = $"/integrated-account/{account.Id}/mcp/{server.Id}";
        await call.AnswerAsync(201, writer => Write(writer, server, accounts, token, matches));
    }

    /// <summary>GET …/mcp/{id}: where it is frozen with what approve-tools approves.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await FindAsync(call) is var (server, account))
        {
            var accounts = await finder.OfAsync(account, server.Value, call.Deadline);
            var difference = await approvals.FindAsync(server.Value, accounts, call.Deadline);
            await call.AnswerAsync(
                200, writer => McpServerJson.Write(
                    writer, server.Value, accounts, url: urls.ForClient(server.Value, null),
                    withSurface: server.Value.Config.Frozen, difference: difference));
        }
    }

    /// <summary>PATCH …/mcp/{id}: name, config, expires_at; what does not come stays.</summary>
    public async Task PatchAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (server, account)
            || await finder.ForAsync(call, ApiTokenScope.Mint, account, server.Value.Config, server.Value.Further) is not { } accounts)
        {
            return;
        }

        var (now, policy) = (time.GetUtcNow(), account.Policy);
        var (changed, reader) = CallerBounds.Read(call, ApiTokenScope.Mint, accounts, (reader, bounded) =>
        {
            var read = McpServerJson.Read(reader, bounded, now, server.Value);
            policy = bounded.Strictest(read.Config).Policy;
            return read;
        });
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var thaws = server.Value.Config.Frozen && !changed.Config.Frozen;
        if (thaws && !call.Caller.MayAtAll(ApiTokenScope.Approve, [.. All(server.Value), .. changed.Config.Accounts ?? []]))
        {
            await call.RefuseAsync(
                403, "Forbidden", "The tools of this URL are frozen; to thaw them the scope approve is needed.");
            return;
        }

        if (thaws && CallerBounds.ComplaintOfApproval(call, changed, accounts) is { } complaint)
        {
            await call.RefuseAsync(403, "Forbidden", complaint);
            return;
        }

        var isExtended = changed.MaxTtlFrom != server.Value.MaxTtlFrom;
        if (isExtended && !call.Caller.MayAtAll(ApiTokenScope.Admin, All(server.Value)))
        {
            await call.RefuseAsync(403, "Forbidden",
                "The policy's max_ttl counts from " +
                    $"{AdminFormat.Time(server.Value.MaxTtlFrom ?? server.Value.CreatedAt)}, so this URL may last " +
                    $"until {AdminFormat.Time(server.Value.LatestEnd(policy))}; to extend it beyond the " +
                    "scope admin is needed. Or mint another.");
            return;
        }

        if ((thaws || isExtended) && call.Caller.Identity?.IsFresh(now) == false)
        {
            await StaleSignIn.Refusal(call.Context).WriteAsync(call.Context);
            return;
        }

        await ReplaceAsync(call, isExtended ? "extend" : "change", server with { Value = changed }, account);
    }

    // Whoever opens it wider has to be good for each account that it opens.
    private static string[] All(McpServer server) => [server.IntegratedAccountId, .. server.Config.Accounts ?? []];

    /// <summary>POST …/mcp/{id}/approve-tools: approves the tools that a frozen URL has now, by their digest, so that
    /// what is approved is what was looked at.</summary>
    public async Task ApproveToolsAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (server, account)
            || await finder.ForAsync(call, ApiTokenScope.Approve, account, server.Value.Config) is null)
        {
            return;
        }

        var accounts = await finder.OfAsync(account, server.Value, call.Deadline);
        var parts = accounts.Parts(server.Value.Config);
        var reader = new JsonBodyReader(call.Body);
        var digest = reader.Text("tools_digest", 80, required: true);
        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
        }
        else if (!server.Value.Config.Frozen)
        {
            await call.RefuseAsync(409, "Conflict", "The tools of this URL are not frozen, so there is nothing to approve.");
        }
        else if (ToolsDigest.Find(digest!, server.Value, parts) is not { } looked)
        {
            await call.RefuseAsync(
                409, "Conflict", $"The tools of this URL are {ToolsDigest.Of(server.Value, parts).Digest} now. Look at " +
                    "them, and approve that digest.");
        }
        else if (CallerBounds.ComplaintOfApproval(call, server.Value, accounts) is { } complaint)
        {
            await call.RefuseAsync(403, "Forbidden", complaint);
        }
        else
        {
            await ReplaceAsync(
                call, "approve_tools", server with { Value = McpServerJson.Approved(server.Value, parts, looked) }, account);
        }
    }

    /// <summary>DELETE …/mcp/{id}: revokes one URL; it is refused from the next call on.</summary>
    public async Task RevokeAsync(AdminCall call)
    {
        var (account, id) = (call.Id("account"), call.Id("id"));
        try
        {
            if (await FindAsync(call) is null)
            {
                return;
            }
        }
        catch (StoreUnavailableException)
        {
            // What can't be read is ended all the same, if it is one of this account's: a damaged record, of the URL or
            // of the account, must not outlive who wants it gone.
            if (!await records.Servers.HasAsync(account, id, call.Deadline.WithoutCaller))
            {
                throw;
            }
        }

        await EndAsync(call, account, id);
        call.Context.Response.StatusCode = 204;
    }

    /// <summary>POST …/mcp/revoke: revokes what somebody found, a token or a URL; whoever finds one has no id.</summary>
    public async Task RevokeFoundAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account)
        {
            return;
        }

        var found = FoundUrl.Read(call.Body);
        if (found.Errors.Count > 0)
        {
            await call.RefuseAsync(found.Errors);
        }
        else if (await records.Servers.GetAsync(found.Id!, call.Deadline) is { Value: var server }
            && server.IntegratedAccountId == account.Id && !account.HasRevoked(server))
        {
            await EndAsync(call, account.Id, server.Id);
            await call.AnswerAsync(200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("revoked", 1);
                writer.WriteString("id", server.Id);
                writer.WriteString("name", server.Name);
                writer.WriteEndObject();
            });
        }
        else
        {
            await call.RefuseAsync(
                404, "Not Found",
                $"Account {account.Id} has no MCP URL of this token: it works no more, or is of another account.");
        }
    }

    // However a revocation was asked for, by DELETE or by POST of what was found, it is tried for as long as the store
    // tries.
    private Task<bool> EndAsync(AdminCall call, string account, string id)
    {
        call.Context.LeaveToStore();
        return audit.RevocationAsync(call.Act("revoke", account, id), async () =>
        {
            await records.Servers.DeleteAsync(id, call.Deadline.WithoutCaller);
            return true;
        });
    }

    private async Task ReplaceAsync(AdminCall call, string act, Versioned<McpServer> changed, IntegratedAccount account)
    {
        var accounts = await finder.OfAsync(account, changed.Value, call.Deadline);

        // Replace fails on a record that was revoked meanwhile: a change never brings a URL back.
        if (!await audit.AdminActAsync(
            call.Act(act, account.Id, changed.Value.Id, Details(changed.Value, accounts)),
            () => records.Servers.ReplaceAsync(changed, call.Deadline)))
        {
            await call.RefuseAsync(
                409, "Conflict", "Somebody else changed or revoked this URL at the same moment. Read it, and send " +
                    "yours again if it is still right.");
            return;
        }

        await approvals.KeepAsync(changed.Value, accounts, call.Deadline);
        await call.AnswerAsync(200, writer => Write(writer, changed.Value, accounts));
    }

    private static Action<Utf8JsonWriter> Details(McpServer server, UrlAccounts accounts) =>
        writer => McpServerJson.WriteDetails(writer, server, accounts);

    // The token of a server that OAuth opens is nobody's: it only gave the server its id.
    private void Write(
        Utf8JsonWriter writer, McpServer server, UrlAccounts accounts, string? token = null, ScopeMatches? matches = null) =>
        McpServerJson.Write(
            writer, server, accounts, server.Config.Auth == ServerAuth.OAuth ? null : token, urls.ForClient(server, token),
            matches: matches);

    private async Task<(Versioned<McpServer> Server, IntegratedAccount Account)?> FindAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account)
        {
            return null;
        }

        if (FoundUrl.IsToken(call.Id("id")))
        {
            await call.RefuseAsync(
                400, "Bad Request",
                "A token stands where an id belongs (mcp-…), and a path is no place for one: proxies log it. POST " +
                    $"/integrated-account/{account.Id}/mcp/revoke with {{\"token\": …}} revokes it.");
            return null;
        }

        if (await records.Servers.GetAsync(call.Id("id"), call.Deadline) is { } server
            && server.Value.IntegratedAccountId == account.Id && !account.HasRevoked(server.Value))
        {
            return (server, account);
        }

        await call.RefuseAsync(404, "Not Found", $"Account {account.Id} has no MCP URL with this id; it may have been revoked.");
        return null;
    }
}
