using System.Net;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Lets a message in to those accounts of its URL that it needs: a list to all of them, a call to that of its tool, which
/// the name tells before anything is read. A URL of one account needs none besides.
/// </summary>
internal sealed class NeededAccounts(TokenGate gate, IntegrationRegistry integrations)
{
    /// <summary>The tools that are at hand for the message; or why it is refused, where it is a call of a tool whose
    /// account does not let this caller in.</summary>
    public async Task<(UrlTools? Tools, GateOutcome Refusal)> OpenAsync(
        HttpContext context, JsonRpcMessage message, Admission admission, string? apiToken, IPAddress? address)
    {
        var home = admission.Server.Further is null ? admission : admission with { Server = admission.Server.AtHome() };
        var own = new AccountTools(home, await FilterAsync(message, home, context.RequestAborted));
        if (admission.Server.Further is not { Count: > 0 } given)
        {
            return (new UrlTools(home, own.Filter), GateOutcome.Admitted);
        }

        // What the host has no more, or the URL's own account has become one of, is lost.
        var all = given.Where(one => one.Integration != home.Account.Integration)
            .Select(one => (Account: one, integrations.Find(one.Integration)?.Catalog)).ToArray();
        ToolCatalog[] catalogs = [own.Filter.Catalog, .. all.Select(one => one.Catalog).OfType<ToolCatalog>()];
        var called = Called(message, admission, catalogs);
        var needed = all.Where(one => one.Catalog is not null && (called is null || Needs(called, one.Catalog))).ToArray();
        var joined = await Task.WhenAll(needed.Select(one =>
            gate.JoinAsync(admission, one.Account, apiToken, address, context.StoreDeadline())));
        var (accounts, lost) = (new List<AccountTools> { own }, given.Except(all.Where(one => one.Catalog is not null).Select(one => one.Account)).ToList());
        foreach (var (one, (outcome, further)) in needed.Zip(joined))
        {
            if (further is not null)
            {
                accounts.Add(new AccountTools(further, await FilterAsync(message, further, context.RequestAborted)));
            }
            else if (outcome != GateOutcome.NotFound && called?.Any(tool => tool.Catalog == one.Catalog) == true)
            {
                return (null, outcome);
            }
            else
            {
                lost.Add(one.Account);
            }
        }

        return (new UrlTools(accounts, catalogs, lost), GateOutcome.Admitted);
    }

    // The tools that a call may mean; none for a message that is not about tools, and null where all accounts are needed.
    private static IReadOnlyList<ToolDefinition>? Called(JsonRpcMessage message, Admission admission, IReadOnlyList<ToolCatalog> catalogs)
    {
        if (message is not JsonRpcRequest request)
        {
            return [];
        }

        if (request.Method != RequestMethods.ToolsCall)
        {
            return request.Method is RequestMethods.ToolsList or RequestMethods.PromptsList or RequestMethods.PromptsGet
                or RequestMethods.Initialize or RequestMethods.ServerDiscover ? null : [];
        }

        var name = Text(request.Params, "name");
        var finder = CalledName.Finder(name, catalogs);
        if (finder is null)
        {
            return CalledName.Candidates(name, catalogs);
        }

        // Whether the finder is listed depends on how many tools there are in all, unless the config says so.
        var inner = Text((request.Params as JsonObject)?["arguments"], "name");
        return finder == SearchTools.Call && admission.Server.Config.Listing == ToolListing.Search
            && CalledName.Candidates(inner, catalogs) is { Count: > 0 } meant ? meant : null;
    }

    private static bool Needs(IReadOnlyList<ToolDefinition> called, ToolCatalog catalog) =>
        called.Any(tool => tool.Catalog == catalog || tool.Asks.Any(catalog.Answers.ContainsKey));

    private async Task<ToolFilter> FilterAsync(JsonRpcMessage message, Admission admission, CancellationToken aborted)
    {
        var integration = integrations.Of(admission.Account);
        var (config, account) = (admission.Server.Config, admission.Account);
        var filter = new ToolFilter(config, account, integration.Catalog);
        return AsksWhoServes(message, filter, account)
            ? new ToolFilter(config, account, integration.Catalog, await integration.EditionAsync(account, aborted)) : filter;
    }

    // A request to find out, and so only where it decides something: a list, or a call, of a URL that may have such a
    // tool, to an address that does not tell who serves there.
    private static bool AsksWhoServes(JsonRpcMessage message, ToolFilter filter, IntegratedAccount account) =>
        message is JsonRpcRequest { Method: RequestMethods.ToolsList or RequestMethods.ToolsCall } request
        && filter.Catalog.DisputedAt(account.Address) is { Count: > 0 } disputed
        && (request.Method == RequestMethods.ToolsList || MayMean(request.Params, disputed, filter))
        && disputed.Any(filter.Allows);

    private static bool MayMean(JsonNode? call, IReadOnlyList<ToolDefinition> tools, ToolFilter filter)
    {
        var name = Text(call, "name");
        var finder = CalledName.Finder(name, filter.Catalog);
        if (finder == SearchTools.Search)
        {
            return true;
        }

        var meant = finder == SearchTools.Call ? Text((call as JsonObject)?["arguments"], "name") : name;
        return CalledName.Find(meant, filter) is { } tool && tools.Contains(tool);
    }

    private static string Text(JsonNode? node, string name) => (node as JsonObject)?[name]?.ToString() ?? "";
}
