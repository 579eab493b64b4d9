using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Variables;

/// <summary>A variable that reaches a workspace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its name.</param>
/// <param name="Category"><c>terraform</c> or <c>env</c>.</param>
/// <param name="SetId">The set that it is from; null for the workspace's own.</param>
/// <param name="Source">That set, where it could be read.</param>
/// <param name="OverwriterId">The variable that the API itself says counts instead.</param>
internal sealed record ReachingVariable(
    string Id, string Key, string Category, string? SetId, VariableSource? Source, string? OverwriterId)
{
    /// <summary>Reads it.</summary>
    public static ReachingVariable Of(ApiResource variable, Dictionary<string, VariableSource> sets)
    {
        var set = variable.RelatedId("varset") ?? (variable.RelatedType("configurable") == "varsets" ? variable.RelatedId("configurable") : null);
        return new(
            variable.Id, variable.Text("key") ?? "", variable.Text("category") ?? "", set,
            set is null ? null : sets.GetValueOrDefault(set), variable.RelatedId("overwriter"));
    }

    /// <summary>Whether another that reaches the workspace has its key.</summary>
    public bool HasRivals(List<ReachingVariable> all) =>
        OverwriterId is not null || all.Any(one => one.Id != Id && one.Key == Key && one.Category == Category);

    /// <summary>Whether it counts among all that reach the workspace, and which one does instead; null where that is not
    /// known.</summary>
    public (bool? Counts, ReachingVariable? Instead) Among(List<ReachingVariable> all)
    {
        if (OverwriterId is { } overwriter)
            return (false, all.Find(one => one.Id == overwriter));
        var rivals = all.Where(one => one.Key == Key && one.Category == Category).ToList();
        if (rivals.Count == 1)
            return (true, null);
        if (rivals.Any(one => one.Rank is null))
            return (null, null);

        // Of two sets that reach as far, the first by name counts.
        var first = rivals.OrderBy(one => one.Rank).ThenBy(one => one.Source?.Name, StringComparer.Ordinal).First();
        return first.Id == Id ? (true, null) : (false, first);
    }

    private int? Rank => SetId is null ? VariableSource.OwnRank : Source?.Rank;
}
