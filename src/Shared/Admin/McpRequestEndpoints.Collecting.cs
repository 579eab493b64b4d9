using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

// Collecting what was granted.
internal sealed partial class McpRequestEndpoints
{
    /// <summary>POST …/mcp/requests/{request}/collect: makes the URL, once, for who asked. It and its token are in this
    /// answer and nowhere else.</summary>
    public async Task CollectAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (found, account)
            || await finder.ForAsync(call, ApiTokenScope.Request, account, found.Value) is not { } accounts)
        {
            return;
        }

        var (request, now) = (found.Value, time.GetUtcNow());
        if (!IsOwn(call, request))
        {
            await call.RefuseAsync(403, "Forbidden", "Who asked for it collects it, and nobody else.");
            return;
        }

        if (await IsOverAsync(call, request, account, now, McpRequestState.Granted) || await HasLostAsync(call, request, accounts))
        {
            return;
        }

        if (request.GrantedUnder is { } granting && !await records.StandsAsync(granting, now, call.Deadline))
        {
            await call.RefuseAsync(
                409, "Conflict", $"What let {request.DecidedBy} grant this was deleted or changed since: an identity rule, or " +
                    "that API token. Ask anew.");
            return;
        }

        var (config, token) = (request.Granted!.Config, "");
        var (server, reader) = CallerBounds.ReadNothing(call, ApiTokenScope.Request, accounts, (reader, bounded) =>
        {
            (var fresh, token) = McpServer.Mint(account, request.Name, config, call.Caller.Id, now);
            return McpServerJson.Read(reader, bounded, now, fresh with
            {
                Reason = request.Reason,
                Ticket = request.Ticket,
                RequestId = request.Id,
                ApprovedTools = config.Frozen ? request.GrantedTools : null,
                ExpiresAt = request.EndsAt(bounded.Strictest(config).Policy, now),
            });
        });
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(
                409, "Conflict", "What was granted is not allowed any more: " +
                    $"{string.Join("; ", reader.Errors.Select(error => error.Detail))}. Ask anew.");
            return;
        }

        if (server.ExpiresAt <= now)
        {
            await call.RefuseAsync(409, "Conflict", $"What was granted ended at {AdminFormat.Time(server.ExpiresAt.Value)}. Ask anew.");
            return;
        }

        var matches = await ScopeMatches.AskAsync(integrations, accounts.Parts(config), call.Aborted);
        var collected = found with
        {
            Value = request with { State = McpRequestState.Collected, CollectedAt = now, ServerId = server.Id },
        };
        if (!await audit.AdminActAsync(
            call.Act("mint", account.Id, server.Id, Details(server, request, accounts)), () => MakeAsync(call, collected, server)))
        {
            await RefuseDecidedAsync(call);
            return;
        }

        await approvals.KeepAsync(server, accounts, call.Deadline);
        call.Context.Response.Headers.Location = $"/integrated-account/{account.Id}/mcp/{server.Id}";
        await call.AnswerAsync(201, writer => McpServerJson.Write(
            writer, server, accounts, config.Auth == ServerAuth.OAuth ? null : token, urls.ForClient(server, token),
            matches: matches));
    }

    // The request first: of those that collect at once one gets it, and makes the URL. One that can't be made was seen
    // by nobody, so the request may be collected again.
    private async Task<bool> MakeAsync(AdminCall call, Versioned<McpRequest> collected, McpServer server)
    {
        if (!await records.Requests.ReplaceAsync(collected, call.Deadline))
        {
            return false;
        }

        var isMade = false;
        try
        {
            isMade = await records.Servers.CreateAsync(server, call.Deadline);
        }
        finally
        {
            if (!isMade)
            {
                await GiveBackAsync(collected.Value, server.Id);
            }
        }

        return isMade ? true : throw new StoreUnavailableException("The store says that a fresh random id is taken.");
    }

    private async Task GiveBackAsync(McpRequest collected, string server)
    {
        var deadline = StoreDeadline.OfEach(CancellationToken.None);
        try
        {
            await records.Servers.DeleteAsync(server, deadline);
            if (await records.Requests.GetAsync(collected.Id, deadline) is { } now && now.Value.ServerId == server)
            {
                await records.Requests.ReplaceAsync(
                    now with { Value = now.Value with { State = McpRequestState.Granted, CollectedAt = null, ServerId = null } },
                    deadline);
            }
        }
        catch (StoreUnavailableException)
        {
            // Then it stays collected, by nobody, and is asked for anew.
        }
    }

    private static Action<Utf8JsonWriter> Details(McpServer server, McpRequest request, UrlAccounts accounts) => writer =>
    {
        writer.WriteString("request", request.Id);
        writer.WriteString("granted_by", request.DecidedBy);
        McpServerJson.WriteDetails(writer, server, accounts);
    };
}
