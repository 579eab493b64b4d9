namespace ServerlessMcp.Catalog;

/// <summary>A member of a scope: a list of entries.</summary>
/// <param name="Name">As the API has it: <c>workspaces</c>.</param>
/// <param name="Role">What its entries name.</param>
/// <param name="Marks">The characters that an entry may have beside letters and digits; not asked where entries name
/// tools.</param>
/// <param name="Needed">What an entry has to be, for errors.</param>
/// <param name="IsId">Whether an entry is an id and no name; null where there are none. No glob of names covers one.</param>
/// <param name="IsPath">Whether an entry is a path, which reaches what lies below it (<see cref="PathPrefix"/>),
/// and no name or glob.</param>
public sealed record ScopeMember(
    string Name, ScopeRole Role, string Marks = "", string Needed = "", Func<string, bool>? IsId = null,
    bool IsPath = false)
{
    /// <summary>What a form calls it; its name, if null.</summary>
    public string? Label { get; init; }

    /// <summary>An entry or two, for a form to show where nothing stands yet.</summary>
    public string? Example { get; init; }
}
