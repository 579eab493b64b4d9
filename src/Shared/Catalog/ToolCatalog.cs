using System.Collections.Concurrent;
using System.Collections.ObjectModel;

namespace ServerlessMcp.Catalog;

/// <summary>All tools of one integration, in the order they are listed, and what is looked up in them.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, ToolDefinition> byCanonicalName;

    // On first need: a start that answers by canonical names makes none.
    private readonly Lazy<Dictionary<string, ToolDefinition>> byShortName;
    private readonly Lazy<Dictionary<string, ToolDefinition[]>> merged;

    private readonly ConcurrentDictionary<Type, object> kept = new();
    private readonly Func<Uri, IReadOnlyList<string>> editions;
    private readonly ToolDefinition[] ofSomeEditions;

    // Looking through the rows takes 100 µs, on each list and call of an address that does not tell its edition. As
    // many as there are sets of editions.
    private readonly ConcurrentDictionary<string, ToolDefinition[]> disputed = new(StringComparer.Ordinal);
    private readonly Func<string, string> nameOfEdition;

    /// <summary>A catalogue of these rows.</summary>
    /// <param name="integration">Whose tools they are, as accounts name it.</param>
    /// <param name="rows">The rows, complete, in the order they are listed.</param>
    /// <param name="prompts">Prompts over them.</param>
    /// <param name="editions">Which editions of its product an account's address may belong to, the likeliest first;
    /// null where there is one only.</param>
    /// <param name="nameOfEdition">What people call an edition.</param>
    /// <param name="vocabulary">What people call what the tools are about.</param>
    /// <param name="form">What accounts and scopes have; nothing of their own, if null.</param>
    /// <param name="answers">Questions of other integrations' tools that tools of this one answer.</param>
    /// <exception cref="ArgumentException">Two rows have the same name.</exception>
    public ToolCatalog(
        string integration, IEnumerable<ToolDefinition> rows, IReadOnlyList<PromptDefinition>? prompts = null,
        Func<Uri, IReadOnlyList<string>>? editions = null, Func<string, string>? nameOfEdition = null,
        ToolVocabulary? vocabulary = null, AccountForm? form = null, IReadOnlyDictionary<string, string>? answers = null)
    {
        Answers = answers ?? ReadOnlyDictionary<string, string>.Empty;
        Form = form ?? new AccountForm();
        Vocabulary = vocabulary ?? new ToolVocabulary();
        Integration = integration;
        this.editions = editions ?? (_ => [""]);
        this.nameOfEdition = nameOfEdition ?? (name => name);
        All = rows.Select(row => row with
        {
            Catalog = this,
            Apart = row.Apart is { } apart ? apart with { Catalog = this } : null,
        }).ToArray();
        ofSomeEditions = [
            .. All.Where(tool => tool.Editions.Count > 0
                || tool.Arguments.Any(argument => argument.Editions.Count > 0))];
        Tags = All.SelectMany(tool => tool.Tags).Distinct().ToArray();
        Prompts = prompts ?? [];
        byCanonicalName = ByName(ToolNames.Canonical);
        byShortName = new(() => ByName(ToolNames.Short));
        merged = new(Merged);
    }

    /// <summary>Whose tools they are: what an account's <c>integration</c> says.</summary>
    public string Integration { get; }

    /// <summary>Every tool.</summary>
    public IReadOnlyList<ToolDefinition> All { get; }

    /// <summary>Every tag that a tool has: what <c>config.tags</c> takes.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>What accounts and scopes of the integration have.</summary>
    public AccountForm Form { get; }

    /// <summary>Every prompt over its tools.</summary>
    public IReadOnlyList<PromptDefinition> Prompts { get; }

    /// <summary>The questions that tools of other integrations may ask, each with the canonical name of the tool that
    /// answers it. What is asked and answered is that tool's own.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; }

    /// <summary>What people call what the tools are about.</summary>
    public ToolVocabulary Vocabulary { get; }

    /// <summary>Which edition of the product an account's address belongs to, as far as the address tells
    /// (<see cref="ToolDefinition.Editions"/>).</summary>
    public string EditionAt(Uri address) => editions(address)[0];

    /// <summary>The tools, or tools with arguments, that some of the editions have that may stand at this address, and
    /// others have not: whether there are any there, only the server can say.</summary>
    public IReadOnlyList<ToolDefinition> DisputedAt(Uri address) => editions(address) is { Count: > 1 } possible
        ? disputed.GetOrAdd(
            string.Join('|', possible), static (_, state) => state.Catalog.DisputedAmong(state.possible),
            (Catalog: this, possible))
        : [];

    private ToolDefinition[] DisputedAmong(IReadOnlyList<string> possible) =>
        [.. ofSomeEditions.Where(
            tool => IsDisputed(tool.Editions, possible)
                || tool.Arguments.Any(argument => IsDisputed(argument.Editions, possible)))];

    private static bool IsDisputed(IReadOnlyList<string> editions, IReadOnlyList<string> possible) =>
        possible.Any(editions.Contains) && !possible.All(editions.Contains);

    /// <summary>What people call an edition: <c>Terraform Enterprise</c>.</summary>
    public string NameOfEdition(string name) => nameOfEdition(name);

    /// <summary>What is derived from the catalogue as a whole, made on first need: an index, listings by filter.</summary>
    public T Kept<T>(Func<ToolCatalog, T> make)
        where T : class => (T)kept.GetOrAdd(typeof(T), static (_, state) => state.make(state.catalog), (make, catalog: this));

    /// <summary>The tool of this name; null if there is none. Whether a URL may use it is for its filter to say.</summary>
    public ToolDefinition? Find(string name, ToolNames names) =>
        (names == ToolNames.Short ? byShortName.Value : byCanonicalName).GetValueOrDefault(name);

    /// <summary>The tool of this name, canonical or short; null if there is none. No name is one tool's canonical and
    /// another's short one.</summary>
    public ToolDefinition? Find(string name) => Find(name, ToolNames.Canonical) ?? Find(name, ToolNames.Short);

    /// <summary>The tools that serve the same as this one, and itself: what one name of them says holds for all. The
    /// one that is listed comes first.</summary>
    public IReadOnlyList<ToolDefinition> Twins(ToolDefinition tool) =>
        merged.Value.TryGetValue(tool.Name, out var twins) ? twins : [tool];

    /// <summary>What a list has for the tool of a canonical name: its own name, or that of the one it is merged into.</summary>
    public string ShownName(string canonicalName, ToolNames names) =>
        NameOf(Find(canonicalName, ToolNames.Canonical) is { } tool ? Twins(tool)[0].Name : canonicalName, names);

    private Dictionary<string, ToolDefinition[]> Merged()
    {
        var groups = new Dictionary<string, ToolDefinition[]>(StringComparer.Ordinal);
        foreach (var group in All.Where(tool => tool.MergedInto is not null).GroupBy(tool => tool.MergedInto!))
        {
            ToolDefinition[] twins = Find(group.Key, ToolNames.Canonical) is { } target ? [target, .. group] : [];
            foreach (var tool in twins)
            {
                groups.Add(tool.Name, twins);
            }
        }

        return groups;
    }

    /// <summary>What the tool of a canonical name goes by where a URL's config says <paramref name="names"/>.</summary>
    public string NameOf(string canonicalName, ToolNames names) =>
        Find(canonicalName, ToolNames.Canonical)?.NameIn(names)
        ?? throw new InvalidOperationException($"There is no tool {canonicalName}.");

    // Refuses two rows with one name. A frozen dictionary would be found in 10 ns less, and takes a start 0.5 ms more.
    private Dictionary<string, ToolDefinition> ByName(ToolNames names) => All.ToDictionary(tool => tool.NameIn(names), StringComparer.Ordinal);
}
