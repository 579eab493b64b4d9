using System.IO.Enumeration;

namespace ServerlessMcp.Accounts;

/// <summary>
/// The part of an organization that a URL reaches. Each member that is given narrows: a workspace is in scope if its
/// project, its name and its tags all match. Who it was minted for wrote these names, so they may stand in errors.
/// </summary>
public sealed record AccessScope
{
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Names, globs (<c>*</c>, <c>?</c>) or ids (<c>prj-…</c>) of projects of which one must match; empty
    /// means any.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Names, globs or ids (<c>ws-…</c>) of workspaces of which one must match; empty means any.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = [];

    /// <summary>Names or globs of tags of which a workspace must have one (its <c>tag-names</c>); empty means any.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names or globs of tools that act on the organization rather than on a workspace or project, and that
    /// the URL has all the same.</summary>
    public IReadOnlyList<string> OrganizationTools { get; init; } = [];

    /// <summary>
    /// Whether it reaches projects as a whole: it names projects and nothing narrower. Only then may a tool act on the
    /// project itself, because that acts on every workspace in it.
    /// </summary>
    public bool HasWholeProjects => Projects.Count > 0 && Workspaces.Count == 0 && Tags.Count == 0;

    /// <summary>Whether it says anything of workspaces. One that does not is never minted, and reaches nothing.</summary>
    public bool Narrows => Projects.Count > 0 || Workspaces.Count > 0 || Tags.Count > 0;

    /// <summary>The scopes that hold for a URL: its own, and its account's upper bound. Empty for a URL that reaches
    /// all that its token does.</summary>
    public static IReadOnlyList<AccessScope> Of(McpServerConfig config, IntegratedAccount account) =>
        (account.Policy.Scope, config.Scope) switch
        {
            (null, null) => [],
            ({ } bound, null) => [bound],
            (null, { } own) => [own],
            ({ } bound, { } own) => [bound, own],
        };

    /// <summary>Whether a project of this id and name is one of <see cref="Projects"/>; true if there are none. A name
    /// that is not known matches nothing.</summary>
    public bool HasProject(string id, string? name) => Projects.Count == 0 || Matches(Projects, "prj-", id, name);

    /// <summary>Whether a workspace of this id and name is one of <see cref="Workspaces"/>; true if there are none.</summary>
    public bool HasWorkspace(string id, string? name) => Workspaces.Count == 0 || Matches(Workspaces, "ws-", id, name);

    /// <summary>Whether one of a workspace's tags is one of <see cref="Tags"/>; true if there are none.</summary>
    public bool HasTag(IReadOnlyList<string> tags) => Tags.Count == 0 || Tags.Any(glob => tags.Any(tag => IsLike(glob, tag)));

    /// <summary>
    /// Whether an entry is an id rather than a name: the prefix and 16 letters or digits, as HCP Terraform's are. Such
    /// an entry never matches a name, or whoever may name a workspace could name it like an id.
    /// </summary>
    public static bool IsId(string entry, string prefix) =>
        entry.Length == prefix.Length + 16 && entry.StartsWith(prefix, StringComparison.Ordinal)
        && entry.AsSpan(prefix.Length).IndexOfAnyExcept(IdCharacters) < 0;

    /// <summary>In words, for errors: <c>projects payments; workspaces eu-*, us-*</c>.</summary>
    public override string ToString() =>
        string.Join("; ", new[] { ("projects", Projects), ("workspaces", Workspaces), ("tags", Tags) }
        .Where(part => part.Item2.Count > 0).Select(part => $"{part.Item1} {string.Join(", ", part.Item2)}"));

    private static bool Matches(IReadOnlyList<string> entries, string prefix, string id, string? name)
    {
        foreach (var entry in entries)
        {
            if (IsId(entry, prefix) ? entry == id : name is not null && IsLike(entry, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLike(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);
}
