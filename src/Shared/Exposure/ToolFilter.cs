using System.IO.Enumeration;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// Which tools a URL has: its config, held against its account's policy and product. The one function behind
/// <c>tools/list</c> and <c>tools/call</c>, so that what is not listed can't be called. Whatever it does not know, it
/// refuses.
/// </summary>
public sealed class ToolFilter
{
    /// <summary>The tag of tools that make a credential and answer it in clear. It has to be named: in a URL's tags
    /// <c>*</c> leaves it out.</summary>
    public const string Credentials = "credentials";

    private const string All = "*";

    private readonly MethodSet methods;
    private readonly IReadOnlyList<string> tags;
    private readonly IReadOnlyList<string> policyTags;
    private readonly IReadOnlyList<string> tools;
    private readonly IReadOnlyList<string> excluded;
    private readonly string edition;
    private readonly bool isApart;
    private readonly ScopeReach[] scopes;
    private IReadOnlyCollection<string> answered;

    /// <summary>The filter of a URL.</summary>
    /// <param name="config">The URL's config.</param>
    /// <param name="account">The account as it is now: a policy tightened after minting holds.</param>
    /// <param name="catalog">The tools of the account's integration.</param>
    /// <param name="edition">
    /// Which edition of its product serves the account, where its server has been asked; null for what the address
    /// says. What is approved or shown to an admin is of what that says.
    /// </param>
    /// <param name="answered">The questions that other accounts of the URL answer; none for a URL of one account.</param>
    /// <param name="isApart">Whether each tool stands for itself, as before some were merged
    /// (<see cref="ToolDefinition.MergedInto"/>): what a record of then was approved for.</param>
    public ToolFilter(
        McpServerConfig config, IntegratedAccount account, ToolCatalog catalog, string? edition = null,
        IReadOnlyCollection<string>? answered = null, bool isApart = false)
    {
        Catalog = catalog;
        this.answered = answered ?? [];
        this.isApart = isApart;
        this.edition = edition ?? catalog.EditionAt(account.Address);
        methods = MethodSet.Parse(config.Methods).Intersect(MethodSet.Parse(account.Policy.Methods));
        tags = config.Tags;
        policyTags = account.Policy.Tags;
        tools = config.Tools;
        excluded = config.ExcludeTools;
        scopes = [.. AccessScope.Of(config, account).Select(scope => new ScopeReach(
            catalog.Form.HasWholeGroups(scope.Members), [.. catalog.Form.ToolsBeyond(scope.Members)]))];
    }

    /// <summary>
    /// The same for all filters that are written differently but allow the same by their settings (order, repetition,
    /// <c>list</c> and <c>get</c> beside <c>read</c>); different for any two that differ in a tool. Its length grows
    /// with the config, not with the catalogue.
    /// </summary>
    public string Key
    {
        get
        {
            var key = new StringBuilder();
            key.Append(Catalog.Integration).Append(':').Append(methods).Append('+').Append(edition).Append(isApart ? "+apart" : "");
            Append(key, "tags", tags.Contains(All) ? tags.Where(tag => tag is All or Credentials) : tags);
            Append(key, "policy", policyTags.Contains(All) ? [All] : policyTags);
            Append(key, "tools", tools.Contains(All) ? [] : tools.Select(glob => glob.ToLowerInvariant()));
            Append(key, "exclude", excluded.Select(glob => glob.ToLowerInvariant()));
            foreach (var scope in scopes)
            {
                Append(key, scope.HasWholeGroups ? "scope of groups" : "scope",
                    scope.ToolsBeyond.Select(glob => glob.ToLowerInvariant()));
            }

            Append(key, "answered", answered);
            return key.ToString();
        }
    }

    /// <summary>The tools that it chooses from.</summary>
    public ToolCatalog Catalog { get; }

    /// <summary>Whether the URL has a scope.</summary>
    public bool IsScoped => scopes.Length > 0;

    /// <summary>Whether the URL has this tool.</summary>
    public bool Allows(ToolDefinition tool) =>
        IsAvailable(tool)
        && methods.Allows(tool)
        && IsTagged(tags, tool)
        && (policyTags.Contains(All) || IsTagged(policyTags, tool))
        && (tool.Adds is not { } adds || Has(adds))
        && (tools.Count == 0 || Names(tools, tool))
        && !Names(excluded, tool)
        && IsAnswered(tool)
        && CanWorkInScope(tool);

    /// <summary>The same beside accounts that answer these questions.</summary>
    internal ToolFilter Beside(IReadOnlyCollection<string> questions)
    {
        var other = (ToolFilter)MemberwiseClone();
        other.answered = questions;
        return other;
    }

    /// <summary>Whether other accounts of the URL answer what the tool asks.</summary>
    public bool IsAnswered(ToolDefinition tool) => tool.Asks.All(answered.Contains);

    /// <summary>Whether the URL may do what an argument or a tool adds to its method.</summary>
    public bool Has(AddedEffect adds) =>
        (!adds.Deletes || methods.HasDelete) && adds.Tools.All(Has);

    /// <summary>Whether the URL has the tool of this canonical name.</summary>
    public bool Has(string canonicalName) => Catalog.Find(canonicalName, ToolNames.Canonical) is { } tool && Allows(tool);

    /// <summary>Whether the URL shows this tool: it has it, and has none that serves the same and more.</summary>
    public bool Lists(ToolDefinition tool) =>
        Allows(tool) && (isApart || tool.MergedInto is not { } target || !Has(target));

    /// <summary>The tools that the URL shows, as it has them, in the order of the catalogue.</summary>
    public IReadOnlyList<ToolDefinition> Select() =>
        Catalog.All.Where(Lists).Select(tool => Narrow(isApart ? tool.Apart ?? tool : tool)).ToArray();

    /// <summary>The tool without the arguments, and the values of arguments, whose effect the URL may not have. What is
    /// called is held to the same by <see cref="AddedEffects"/>.</summary>
    public ToolDefinition Narrow(ToolDefinition tool) =>
        tool.Arguments.Any(argument => argument.MayAdd || !Knows(argument))
        ? tool with { Arguments = [.. tool.Arguments.Select(Narrow).OfType<Argument>()] } : tool;

    /// <summary>Whether the server knows the argument, and does not answer as if it had not been given.</summary>
    public bool Knows(Argument argument) => argument.Editions.Count == 0 || argument.Editions.Contains(edition);

    private Argument? Narrow(Argument argument) => argument switch
    {
        _ when !Knows(argument) => null,
        { Adds: { } adds } when !Has(adds) => argument.AllowedValues.Count > 0 && adds.Harmless.Count > 0
            ? argument with { AllowedValues = adds.Harmless, Adds = null } : null,
        { MayAdd: true, Members.Count: > 0 } =>
            argument with { Members = [.. argument.Members.Select(Narrow).OfType<Argument>()] },
        _ => argument,
    };

    /// <summary>Whether a URL of these tags has the tool.</summary>
    public static bool IsTagged(IReadOnlyList<string> tags, ToolDefinition tool) =>
        tool.Tags.Contains(Credentials) ? tags.Contains(Credentials) : HasTag(tags, tool);

    private bool IsAvailable(ToolDefinition tool) => tool.Editions.Count == 0 || tool.Editions.Contains(edition);

    // What could only ever answer that it is out of scope does not exist for the URL.
    private bool CanWorkInScope(ToolDefinition tool) => scopes.Length == 0 || tool.Reach switch
    {
        ToolReach.Workspace => true,
        ToolReach.Project => scopes.All(scope => scope.HasWholeGroups),
        ToolReach.Organization => scopes.All(scope => Names(scope.ToolsBeyond, tool)),
        _ => false,
    };

    private static bool HasTag(IReadOnlyList<string> wanted, ToolDefinition tool)
    {
        foreach (var tag in wanted)
        {
            if (tag == All || tool.Tags.Contains(tag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name or glob (<c>*</c>, <c>?</c>) means this tool, by its canonical or its short name, or by
    /// those of one that serves the same.</summary>
    public static bool Matches(string glob, ToolDefinition tool)
    {
        foreach (var twin in tool.Catalog.Twins(tool))
        {
            if (IsNamed(glob, twin))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(string glob, ToolDefinition tool) =>
        FileSystemName.MatchesSimpleExpression(glob, tool.Name) || FileSystemName.MatchesSimpleExpression(glob, tool.ShortName);

    private sealed record ScopeReach(bool HasWholeGroups, IReadOnlyList<string> ToolsBeyond);

    // Without regard to case: in a list of exclusions a capital letter must not let a tool in, and in the other list it
    // gives nothing that the rest does not.
    private bool Names(IReadOnlyList<string> globs, ToolDefinition tool)
    {
        foreach (var glob in globs)
        {
            if (isApart ? IsNamed(glob, tool) : Matches(glob, tool))
            {
                return true;
            }
        }

        return false;
    }

    // With lengths, so that no name can contain the end of another.
    private static void Append(StringBuilder key, string name, IEnumerable<string> values)
    {
        key.Append('|').Append(name);
        foreach (var value in values.Distinct().Order(StringComparer.Ordinal))
        {
            key.Append(',').Append(value.Length).Append(':').Append(value);
        }
    }
}
