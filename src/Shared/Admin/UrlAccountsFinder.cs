using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>Finds the accounts of a URL beside its own: those that a body names, or those of a record that are still
/// what they were. A URL of one account asks the store nothing here.</summary>
public sealed class UrlAccountsFinder(AccessRecords records, IntegrationRegistry integrations)
{
    /// <summary>What a body names in <c>config.accounts</c>; null where it says nothing of them. What is wrong with them
    /// is for their reader to say.</summary>
    internal static IReadOnlyList<string>? Named(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("config", out var config)
        && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("accounts", out var accounts)
            ? accounts.ValueKind != JsonValueKind.Array ? []
            : [.. accounts.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!).Where(id => Identifier.IsValid(id)).Distinct().Take(FurtherAccount.Most)]
            : null;

    /// <summary>The accounts that a body names, or else those of the URL that it changes; null, and that the caller may not
    /// do this at each of them is answered.</summary>
    internal async Task<UrlAccounts?> ForAsync(
        AdminCall call, ApiTokenScope scope, IntegratedAccount home, McpServerConfig? config = null,
        IReadOnlyList<FurtherAccount>? known = null)
    {
        var ids = Named(call.Body) ?? config?.Accounts ?? [];
        if (ids.Count > 0 && await RefusedAsync(call, scope, [home.Id, .. ids]))
        {
            return null;
        }

        var (found, lost) = (new List<(IntegratedAccount, ToolCatalog)>(), new List<ToolCatalog>());
        foreach (var id in ids)
        {
            if (await records.Accounts.GetAsync(id, call.Deadline) is { Value: var account }
                && integrations.Find(account.Integration) is { } its)
            {
                found.Add((account, its.Catalog));
            }
            else if (known?.FirstOrDefault(one => one.Id == id) is { } gone && integrations.Find(gone.Integration) is { } integration)
            {
                lost.Add(integration.Catalog);
            }
        }

        return new UrlAccounts(home, integrations.CatalogOf(home), found, lost);
    }

    /// <summary>The accounts of a request, as they still are what they were when it was asked; null as above.</summary>
    internal async Task<UrlAccounts?> ForAsync(AdminCall call, ApiTokenScope scope, IntegratedAccount home, McpRequest request) =>
        request.Further is not null && await RefusedAsync(call, scope, [home.Id, .. request.Further.Select(one => one.Id)]) ? null
        : await OfAsync(home, request, call.Deadline);

    /// <summary>The accounts of a request that are still what they were when it was asked.</summary>
    internal Task<UrlAccounts> OfAsync(IntegratedAccount home, McpRequest request, StoreDeadline deadline) =>
        OfAsync(home, request.CreatedAt, request.Further, [], deadline, "it was not asked for, or is not what it was then");

    private static async Task<bool> RefusedAsync(AdminCall call, ApiTokenScope scope, string[] all)
    {
        if (call.Caller.MayAtAll(scope, all))
        {
            return false;
        }

        await call.RefuseAsync(
            403, "Forbidden", $"This URL has the tools of {string.Join(", ", all)}, and this API token does not have the scope " +
                $"{AdminFormat.Name(scope)} for all of them{(call.Caller.Grants is null ? "" : " by one grant")}.");
        return true;
    }

    /// <summary>The accounts of a URL that are still what they were when it was given them.</summary>
    internal Task<UrlAccounts> OfAsync(IntegratedAccount home, McpServer server, StoreDeadline deadline) =>
        OfAsync(home, server.CreatedAt, server.Further, [], deadline);

    /// <summary>Those of each of several URLs, by the URL's id; an account is read once for all.</summary>
    internal async Task<IReadOnlyDictionary<string, UrlAccounts>> OfEachAsync(
        IntegratedAccount home, IEnumerable<McpServer> servers, StoreDeadline deadline)
    {
        var (each, read) = (new Dictionary<string, UrlAccounts>(StringComparer.Ordinal), new Dictionary<string, IntegratedAccount?>(StringComparer.Ordinal));
        foreach (var server in servers)
        {
            each[server.Id] = await OfAsync(home, server.CreatedAt, server.Further, read, deadline);
        }

        return each;
    }

    /// <summary>Those of each of several requests, as above.</summary>
    internal async Task<IReadOnlyDictionary<string, UrlAccounts>> OfEachAsync(
        IntegratedAccount home, IEnumerable<McpRequest> requests, StoreDeadline deadline)
    {
        var (each, read) = (new Dictionary<string, UrlAccounts>(StringComparer.Ordinal), new Dictionary<string, IntegratedAccount?>(StringComparer.Ordinal));
        foreach (var request in requests)
        {
            each[request.Id] = await OfAsync(home, request.CreatedAt, request.Further, read, deadline);
        }

        return each;
    }

    private async Task<UrlAccounts> OfAsync(
        IntegratedAccount home, DateTimeOffset since, IReadOnlyList<FurtherAccount>? all, Dictionary<string, IntegratedAccount?> read,
        StoreDeadline deadline, string? missing = null)
    {
        var (found, lost) = (new List<(IntegratedAccount, ToolCatalog)>(), new List<ToolCatalog>());
        foreach (var further in all ?? [])
        {
            if (!read.TryGetValue(further.Id, out var account))
            {
                read[further.Id] = account = (await records.Accounts.GetAsync(further.Id, deadline))?.Value;
            }

            if (integrations.Find(further.Integration)?.Catalog is not { } its)
            {
                continue; // The host has this system no more.
            }

            if (account is not null && further.Stands(account, since))
            {
                found.Add((account, its));
            }
            else
            {
                lost.Add(its);
            }
        }

        var catalog = integrations.CatalogOf(home);
        return missing is null ? new UrlAccounts(home, catalog, found, lost) : new UrlAccounts(home, catalog, found, lost) { Missing = missing };
    }
}
