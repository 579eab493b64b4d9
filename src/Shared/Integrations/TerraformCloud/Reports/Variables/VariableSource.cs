using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Variables;

/// <summary>A variable set that reaches a workspace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rank">How much it counts, the most first: a set with priority before the workspace's own variables, a
/// set of the workspace, of its project, and one of all workspaces behind them. Null where it is not said how it reaches
/// the workspace.</param>
internal sealed record VariableSource(string Name, int? Rank)
{
    /// <summary>The rank of the workspace's own variables.</summary>
    public const int OwnRank = 3;

    /// <summary>Reads it. Among sets with priority the widest counts most, among others the narrowest.</summary>
    public static VariableSource Of(ApiResource set, string workspaceId)
    {
        var isPriority = set.Flag("priority");
        int? reach = set.Flag("global") == true ? 0
            : set.RelatedIds("workspaces").Contains(workspaceId) ? 2
            : set.Names("workspaces") is not null && set.Flag("global") == false ? 1 : null;
        return new(set.Text("name") ?? set.Id, (isPriority, reach) switch
        {
            (true, { } widest) => widest,
            (false, { } narrow) => OwnRank + 3 - narrow,
            _ => null,
        });
    }
}
