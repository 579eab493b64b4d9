using Microsoft.AspNetCore.Http;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>One authenticated call to the control plane.</summary>
/// <param name="Context">The request.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Body">The JSON body; undefined where the method has none.</param>
public sealed record AdminCall(HttpContext Context, ApiToken Caller, JsonElement Body)
{
    private const int MostInDetail = 240;
    private const int MostNamed = 10;

    /// <summary>Where it comes from, as the host sees it.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Ends when the caller goes away.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>For how long it may ask the store.</summary>
    public StoreDeadline Deadline => Context.StoreDeadline();

    /// <summary>A placeholder of the route; text that no id can have if it is not well-formed, so that it is simply not
    /// found.</summary>
    public string Id(string name) => Context.Request.RouteValues[name] as string ?? "";

    /// <summary>An act of this caller, for the audit trail.</summary>
    public AdminAct Act(string name, string? account, string? target, Action<Utf8JsonWriter>? details = null) =>
        new(Caller.Id, name, account, target)
        {
            Identity = Caller.Identity,
            RemoteAddress = RemoteAddress,
            Client = Context.Request.Headers.UserAgent.ToString(),
            Deadline = Deadline.WithoutCaller,
            Details = details,
        };

    /// <summary>Answers JSON.</summary>
    public Task AnswerAsync(int status, Action<Utf8JsonWriter> write) =>
        Context.WriteJsonAsync(status, "application/json", write, forPeople: true);

    /// <summary>Answers a problem.</summary>
    public Task RefuseAsync(int status, string title, string detail) =>
        new ProblemDetailsResponse(status, title, detail).WriteAsync(Context);

    /// <summary>The account of the route; null, and that there is none is answered.</summary>
    public async Task<IntegratedAccount?> FindAccountAsync(AccessRecords records)
    {
        if (await records.Accounts.GetAsync(Id("account"), Deadline) is { } account)
        {
            return account.Value;
        }

        await RefuseUnknownAccountAsync(records);
        return null;
    }

    /// <summary>Answers that there is no account with the id of the route, and which there are, where they are few and
    /// the caller may list them.</summary>
    public async Task RefuseUnknownAccountAsync(AccessRecords records)
    {
        if (FoundUrl.IsToken(Id("account")))
        {
            await RefuseAsync(
                400, "Bad Request",
                "A token stands where an account's id belongs, and a path is no place for one: proxies log it. POST " +
                    "/integrated-account/{account}/mcp/revoke with {\"token\": …} revokes it.");
            return;
        }

        var known = Caller.IntegratedAccounts ?? [];
        if (Caller.May(ApiTokenScope.Mint, null))
        {
            try
            {
                known = [.. (await records.Accounts.ListAsync(StoredRecord.Root, null, MostNamed + 1, Deadline)).Select(
                    account => account.Id)];
            }
            catch (StoreUnavailableException)
            {
                // What was asked for is known; a list beside it that can't be read is left out.
            }
        }

        var hint = known.Count is > 0 and <= MostNamed
            ? $"There {(known.Count == 1 ? "is" : "are")} {string.Join(", ", known)}."
            : "GET /integrated-account lists them.";
        await RefuseAsync(
            404, "Not Found",
            $"There is no integrated account {(Identifier.IsValid(Id("account")) ? Id("account") : "with this id")}. " +
                $"{hint}");
    }

    /// <summary>Answers the faults of a body: 422 and one entry for each.</summary>
    public Task RefuseAsync(IReadOnlyList<FieldError> errors) =>
        new ProblemDetailsResponse(
            422, "Unprocessable Content",
            string.Join("; ", errors.Select(
                error => $"{(error.Pointer.Length == 0 ? "the body" : error.Pointer)}: {Short(error.Detail)}"))
                    + ".")
        { Errors = errors }
            .WriteAsync(Context);

    // A list of what is allowed stands once, in errors.
    private static string Short(string detail) => detail.Length <= MostInDetail ? detail
        : $"{detail.AsSpan(0, detail.LastIndexOf(' ', MostInDetail))} … (errors has it whole)";
}
