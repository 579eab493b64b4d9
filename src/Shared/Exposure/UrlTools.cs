using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// The tools of a URL, account by account: of all that it was let in to, or of those that one call needs. The URL's own
/// account is the first. Tools of one account are never another's: each has its own filter, scope and default.
/// </summary>
internal sealed class UrlTools
{
    private readonly IReadOnlyList<ToolCatalog> catalogs;

    /// <summary>The tools of a URL of one account.</summary>
    public UrlTools(Admission admission, ToolFilter filter)
        : this([new AccountTools(admission, filter)], [filter.Catalog], [])
    {
    }

    /// <summary>The tools of a URL.</summary>
    /// <param name="accounts">Those that are at hand, its own first.</param>
    /// <param name="catalogs">The tools of each integration that it has an account of, at hand or not.</param>
    /// <param name="lost">Accounts that it has lost, or that are not this caller's.</param>
    public UrlTools(
        IReadOnlyList<AccountTools> accounts, IReadOnlyList<ToolCatalog> catalogs, IReadOnlyList<FurtherAccount> lost)
    {
        this.catalogs = catalogs;
        Lost = lost;
        Accounts = catalogs.Count == 1 ? accounts : [.. accounts.Select(one => Joined(one, accounts))];
    }

    /// <summary>Its accounts, its own first.</summary>
    public IReadOnlyList<AccountTools> Accounts { get; }

    /// <summary>Accounts whose tools it was given and has no more.</summary>
    public IReadOnlyList<FurtherAccount> Lost { get; }

    /// <summary>Its own account.</summary>
    public AccountTools Home => Accounts[0];

    /// <summary>Whether it was given more accounts than one.</summary>
    public bool IsOfSeveral => catalogs.Count > 1;

    /// <summary>The filters of its accounts.</summary>
    public IEnumerable<ToolFilter> Filters => Accounts.Select(account => account.Filter);

    /// <summary>Its tools, each with what its JSON depends on.</summary>
    public IReadOnlyList<(ToolDefinition Tool, ToolSchemaOptions Options)> Select() =>
        [.. Accounts.SelectMany(account => account.Filter.Select().Select(tool => (tool, account.Options)))];

    /// <summary>The account whose tool is meant, and the tool; null if it has none of this name.</summary>
    public (AccountTools Account, ToolDefinition Tool)? Find(string name) =>
        CalledName.Find(name, [.. Filters]) is { } tool ? (Of(tool), tool) : null;

    /// <summary>The account that one of its tools is of.</summary>
    public AccountTools Of(ToolDefinition tool) => Accounts.First(account => account.Filter.Catalog == tool.Catalog);

    /// <summary>The lost account whose tool is meant; null if none is.</summary>
    public FurtherAccount? LostOf(string name)
    {
        FurtherAccount[] lost = [.. CalledName.Candidates(name, catalogs)
            .Select(tool => Lost.FirstOrDefault(one => one.Integration == tool.Catalog.Integration)).OfType<FurtherAccount>().Distinct()];
        return lost.Length == 1 ? lost[0] : null;
    }

    /// <summary>The account whose tool answers a question of another one's; null if none does.</summary>
    public (AccountTools Account, ToolDefinition Tool)? Answering(string question, ToolCatalog asking)
    {
        foreach (var account in Accounts.Where(account => account.Filter.Catalog != asking))
        {
            if (account.Filter.Catalog.Answers.TryGetValue(question, out var name) && account.Filter.Has(name))
            {
                return (account, account.Filter.Catalog.Find(name, ToolNames.Canonical)!);
            }
        }

        return null;
    }

    /// <summary>Why the tools of one of its accounts are refused, or null (<see cref="ToolsDigest.Refusal"/>).</summary>
    public string? Refusal(AccountTools account) => !account.Config.Frozen ? null
        : ToolsDigest.Refusal(account.Admission.Server, account.Part(catalogs), IsOfSeveral);

    /// <summary>It without the accounts whose tools are refused; null, and why, where none is left.</summary>
    public UrlTools? Approved(out string? refusal)
    {
        var refusals = Accounts.Select(account => (Account: account, Refusal: Refusal(account))).ToArray();
        refusal = Array.Find(refusals, one => one.Refusal is not null).Refusal;
        AccountTools[] left = [.. refusals.Where(one => one.Refusal is null).Select(one => one.Account)];
        return left.Length == 0 ? null : left.Length == refusals.Length ? this : new UrlTools(left, catalogs, Lost);
    }

    // What a tool asks elsewhere has to be let through elsewhere.
    private static AccountTools Joined(AccountTools one, IReadOnlyList<AccountTools> all) => one with
    {
        Filter = one.Filter.Beside([.. all.Where(other => other != one).SelectMany(other =>
            other.Filter.Catalog.Answers.Where(answer => other.Filter.Has(answer.Value)).Select(answer => answer.Key)).Distinct()]),
    };
}
