using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Admin;

/// <summary>The accounts that a URL has or is to have: its own, and those beside it that there are.</summary>
internal sealed class UrlAccounts
{
    private readonly IReadOnlyList<(IntegratedAccount Account, ToolCatalog Catalog)> further;
    private readonly IReadOnlyList<ToolCatalog> lost;

    /// <summary>Those of a URL.</summary>
    /// <param name="home">Its own account.</param>
    /// <param name="catalog">The tools of that.</param>
    /// <param name="further">Those beside it.</param>
    /// <param name="lost">The tools of those that are no more: what was approved of the others depends on there being
    /// such.</param>
    public UrlAccounts(
        IntegratedAccount home, ToolCatalog catalog,
        IReadOnlyList<(IntegratedAccount Account, ToolCatalog Catalog)>? further = null, IReadOnlyList<ToolCatalog>? lost = null) =>
        (Home, Catalog, this.further, this.lost) = (home, catalog, further ?? [], lost ?? []);

    /// <summary>Its own account.</summary>
    public IntegratedAccount Home { get; }

    /// <summary>The tools of its own account's integration.</summary>
    public ToolCatalog Catalog { get; }

    /// <summary>What is said of an account that it is none of.</summary>
    public string Missing { get; init; } = "there is no such integrated account";

    /// <summary>All of them, its own first.</summary>
    public IReadOnlyList<string> Ids => [Home.Id, .. further.Select(one => one.Account.Id)];

    /// <summary>The tools of one of them; null if it is none.</summary>
    public ToolCatalog? CatalogOf(string account) => account == Home.Id ? Catalog
        : further.FirstOrDefault(one => one.Account.Id == account).Catalog;

    /// <summary>One of those beside its own; null if there is none of this id.</summary>
    public IntegratedAccount? Find(string account) => further.FirstOrDefault(one => one.Account.Id == account).Account;

    /// <summary>What each is to a URL of this config, its own account first.</summary>
    public IReadOnlyList<UrlPart> Parts(McpServerConfig config)
    {
        (IntegratedAccount Account, ToolCatalog Catalog)[] all = config.Accounts is null ? [(Home, Catalog)]
            : [(Home, Catalog), .. further.Where(one => config.Accounts.Contains(one.Account.Id))];
        ToolCatalog[] catalogs = config.Accounts is null ? [Catalog] : [.. all.Select(one => one.Catalog), .. lost];
        return [.. all.Select(one => new UrlPart(config.At(one.Account.Id), one.Account, one.Catalog)
        {
            Answered = UrlPart.AnsweredBeside(one.Catalog, catalogs),
        })];
    }

    /// <summary>Its own account, with what the policies of all demand of a URL of this config as a whole.</summary>
    public IntegratedAccount Strictest(McpServerConfig config) => Home with
    {
        Policy = Parts(config).Skip(1).Aggregate(Home.Policy, (policy, part) => policy.With(part.Account.Policy)),
    };

    /// <summary>The same with the bounds of a grant, at each of them.</summary>
    public UrlAccounts Narrow(AccessGrant grant) =>
        new(grant.Narrow(Home), Catalog, [.. further.Select(one => (grant.Narrow(one.Account), one.Catalog))], lost)
        { Missing = Missing };
}
