using ServerlessMcp.Access;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>
/// <c>/integrated-account/{account}/mcp/requests</c>: who may not mint asks, somebody else grants or declines, and who
/// asked collects. Each step is one conditional change of one record, so that however many act at once, one decides and
/// one collects. A grant mints nothing: the URL is made when it is collected, within the policy of that moment, and is
/// in that answer alone.
/// </summary>
internal sealed partial class McpRequestEndpoints(
    AccessRecords records, TimeProvider time, OAuthUrls urls, MintingPreview preview, IntegrationRegistry integrations,
    ToolApprovals approvals, AuditLog audit, UrlAccountsFinder finder)
{
    // Each is a record, and a line for a person to read.
    private const int MostAnHour = 60;

    /// <summary>GET …/mcp/requests: all of them for who decides, their own for who asks. The latest first.</summary>
    public async Task ListAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is { } account)
        {
            var now = time.GetUtcNow();
            IReadOnlyDictionary<string, UrlAccounts>? accounts = null;
            await AdminPage.AnswerAsync(
                call, records.Requests, account.Id, request => request.Id,
                (writer, request) => McpRequestJson.Write(writer, request, accounts![request.Id], now, IsOwn(call, request)),
                request => MaySee(call, request),
                async page => accounts = await finder.OfEachAsync(account, page, call.Deadline));
        }
    }

    /// <summary>GET …/mcp/requests/{request}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await FindAsync(call) is var (request, account))
        {
            await AnswerAsync(call, 200, request.Value, await finder.OfAsync(account, request.Value, call.Deadline));
        }
    }

    /// <summary>POST …/mcp/requests: the body of minting.</summary>
    public async Task AskAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account
            || await finder.ForAsync(call, ApiTokenScope.Request, account) is not { } accounts)
        {
            return;
        }

        var now = time.GetUtcNow();
        McpRequestTerms? terms = null;
        if (await MintingBody.ReadAsync(
            call, ApiTokenScope.Request, accounts, now, preview,
            (reader, read) => terms = McpRequestJson.Terms(reader, read)) is not var (asked, _) || !await TakeAsync(call, now))
        {
            return;
        }

        var latest = now + McpRequest.Patience;
        var request = new McpRequest
        {
            Id = McpRequest.NewId(now),
            IntegratedAccountId = account.Id,
            Epoch = account.Epoch,
            Further = asked.Further,
            Name = asked.Name,
            Reason = asked.Reason,
            Ticket = asked.Ticket,
            Asked = terms!,
            CreatedBy = call.Caller.Id,
            Requester = call.Caller.Principal,
            CreatedAt = now,
            OpenUntil = terms!.ExpiresAt < latest ? terms.ExpiresAt.Value : latest,
        };
        if (!await audit.AdminActAsync(
            Act(call, "request", request, accounts), () => records.Requests.CreateAsync(request, call.Deadline)))
        {
            throw new StoreUnavailableException("The store says that a fresh random id is taken.");
        }

        call.Context.Response.Headers.Location = $"/integrated-account/{account.Id}/mcp/requests/{request.Id}";
        await AnswerAsync(call, 201, request, accounts);
    }

    /// <summary>POST …/mcp/requests/{request}/grant: as it was asked, or less.</summary>
    public async Task GrantAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (found, account)
            || await finder.ForAsync(call, ApiTokenScope.Approve, account, found.Value) is not { } accounts)
        {
            return;
        }

        var (request, now) = (found.Value, time.GetUtcNow());
        if (IsOwn(call, request))
        {
            await call.RefuseAsync(
                403, "Forbidden", "This request is your own, so somebody else grants it. You can decline it, which takes it back.");
            return;
        }

        if (await IsOverAsync(call, request, account, now, McpRequestState.Open) || await HasLostAsync(call, request, accounts))
        {
            return;
        }

        var (isPreview, comment, terms) = (false, (string?)null, request.Asked);
        var (server, reader) = CallerBounds.Read(call, ApiTokenScope.Approve, accounts, (reader, bounded) =>
        {
            isPreview = reader.Flag("dry_run") ?? false;
            comment = JustificationJson.Plain(reader, "comment", McpRequestJson.MostComment);
            (terms, var read) = McpRequestJson.ReadGrant(reader, request, bounded, now);
            return read;
        });
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
        }
        else if (isPreview)
        {
            await preview.AnswerAsync(call, server, accounts);
        }
        else
        {
            await DecideAsync(call, "grant_request", found, accounts, request with
            {
                State = McpRequestState.Granted,
                Granted = terms,
                GrantedTools = ToolsDigest.Of(accounts.Parts(terms.Config)).Digest,
                GrantedUnder = call.Caller.Id == Bootstrap.Id ? null : GrantingToken.Of(call.Caller),
                DecidedBy = call.Caller.Id,
                DecidedAt = now,
                Comment = comment,
            });
        }
    }

    /// <summary>POST …/mcp/requests/{request}/decline: by who decides; by who asked it is taken back. What was granted and
    /// not collected is withdrawn so, by either.</summary>
    public async Task DeclineAsync(AdminCall call)
    {
        if (await FindAsync(call) is not var (found, account))
        {
            return;
        }

        var now = time.GetUtcNow();
        var isGranted = found.Value.State == McpRequestState.Granted;
        if (await IsOverAsync(call, found.Value, account, now, isGranted ? McpRequestState.Granted : McpRequestState.Open))
        {
            return;
        }

        var reader = new JsonBodyReader(call.Body);
        var comment = JustificationJson.Plain(reader, "comment", McpRequestJson.MostComment);
        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var accounts = await finder.OfAsync(account, found.Value, call.Deadline);
        await (isGranted
            ? DecideAsync(call, "withdraw_request", found, accounts, found.Value with
            {
                State = McpRequestState.Withdrawn,
                WithdrawnBy = call.Caller.Id,
                WithdrawnAt = now,
                Comment = comment ?? found.Value.Comment,
            })
            : DecideAsync(call, "decline_request", found, accounts, found.Value with
            {
                State = McpRequestState.Declined,
                DecidedBy = call.Caller.Id,
                DecidedAt = now,
                Comment = comment,
            }));
    }

    private async Task DecideAsync(
        AdminCall call, string act, Versioned<McpRequest> found, UrlAccounts accounts, McpRequest decided)
    {
        if (!await audit.AdminActAsync(
            Act(call, act, decided, accounts),
            () => records.Requests.ReplaceAsync(found with { Value = decided }, call.Deadline)))
        {
            await RefuseDecidedAsync(call);
            return;
        }

        await AnswerAsync(call, 200, decided, accounts);
    }

    private static Task RefuseDecidedAsync(AdminCall call) => call.RefuseAsync(
        409, "Conflict", "Somebody else decided or collected this request at the same moment. Read it to see what became of it.");

    // Whether it is in no state for what is wanted, which is then answered.
    private static async Task<bool> IsOverAsync(
        AdminCall call, McpRequest request, IntegratedAccount account, DateTimeOffset now, McpRequestState wanted)
    {
        var refusal = request.HasLapsed(account, now)
            ? now >= request.OpenUntil ? $"This request was open until {AdminFormat.Time(request.OpenUntil)}. Ask anew."
                : "All URLs of the account were revoked since this was asked, and requests with them. Ask anew."
            : request.State == wanted ? null
            : request.State switch
            {
                McpRequestState.Open => "Nobody has decided this request yet.",
                McpRequestState.Granted => $"This request was granted by {request.DecidedBy}, and waits for who asked.",
                McpRequestState.Declined => $"This request was declined by {request.DecidedBy}.",
                McpRequestState.Withdrawn => $"What was granted was withdrawn by {request.WithdrawnBy}.",
                _ => $"This request was collected: the URL is {request.ServerId}, and was shown that once.",
            };
        if (refusal is null)
        {
            return false;
        }

        await call.RefuseAsync(409, "Conflict", refusal);
        return true;
    }

    // Whether an account that was asked for is not what it was then, which is answered. Like a revocation of the URL's own
    // account it ends the request.
    private static async Task<bool> HasLostAsync(AdminCall call, McpRequest request, UrlAccounts accounts)
    {
        if (request.Further?.FirstOrDefault(one => accounts.Find(one.Id) is null) is not { } lost)
        {
            return false;
        }

        await call.RefuseAsync(
            409, "Conflict", $"Account {lost.Id}, which was asked for as well, is gone, or all its URLs were revoked since, and " +
                "requests with them. Ask anew.");
        return true;
    }

    private async Task<bool> TakeAsync(AdminCall call, DateTimeOffset now)
    {
        var hour = now.ToUnixTimeSeconds() / 3600;
        if (await records.TakeAsync(
            call.Caller.Principal, string.Create(CultureInfo.InvariantCulture, $"{call.Caller.Principal}-asks-{hour}"), MostAnHour,
            DateTimeOffset.FromUnixTimeSeconds((hour + 2) * 3600), call.Deadline))
        {
            return true;
        }

        var left = (hour + 1) * 3600 - now.ToUnixTimeSeconds();
        call.Context.Response.Headers.RetryAfter = left.ToString(CultureInfo.InvariantCulture);
        await call.RefuseAsync(
            429, "Too Many Requests", $"An API token asks for at most {MostAnHour} URLs an hour. Try again in {left} s.");
        return false;
    }

    private async Task<(Versioned<McpRequest> Request, IntegratedAccount Account)?> FindAsync(AdminCall call)
    {
        if (await call.FindAccountAsync(records) is not { } account)
        {
            return null;
        }

        // What is somebody else's does not exist for who only asks.
        if (await records.Requests.GetAsync(call.Id("request"), call.Deadline) is { } found
            && found.Value.IntegratedAccountId == account.Id && MaySee(call, found.Value))
        {
            return (found, account);
        }

        await call.RefuseAsync(404, "Not Found", $"Account {account.Id} has no request with this id.");
        return null;
    }

    private static bool IsOwn(AdminCall call, McpRequest request) => request.Requester == call.Caller.Principal;

    private static bool MaySee(AdminCall call, McpRequest request) =>
        call.Caller.May(ApiTokenScope.Approve, request.IntegratedAccountId) || IsOwn(call, request);

    private Task AnswerAsync(AdminCall call, int status, McpRequest request, UrlAccounts accounts) => call.AnswerAsync(
        status, writer => McpRequestJson.Write(writer, request, accounts, time.GetUtcNow(), IsOwn(call, request)));

    private static AdminAct Act(AdminCall call, string name, McpRequest request, UrlAccounts accounts) =>
        call.Act(name, accounts.Home.Id, request.Id, writer =>
        {
            writer.WriteString("name", request.Name);
            JustificationJson.Write(writer, request.Reason, request.Ticket);
            writer.WriteString("requested_by", request.CreatedBy);

            // What was asked stands in the act of asking, and what was granted in that of granting.
            var terms = request.Granted ?? (request.State == McpRequestState.Open ? request.Asked : null);
            if (terms is not null)
            {
                writer.WritePropertyName("config");
                McpServerConfigJson.Write(writer, terms.Config, accounts.Home.Id);
                writer.WriteString("tools_digest", ToolsDigest.Of(accounts.Parts(terms.Config)).Digest);
                writer.WriteTime("expires_at", terms.ExpiresAt);
            }

            if (request.Comment is { } comment)
            {
                writer.WriteString("comment", comment);
            }
        });
}
