namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What is asked of a plan.</summary>
internal sealed record PlanQuery
{
    /// <summary>Everything that changes, without values, the first 20.</summary>
    public static PlanQuery Default { get; } = new();

    /// <summary>
    /// The actions of <see cref="PlanAction.All"/> that resources are listed for; empty for all that change something.
    /// <c>drift</c> lists what has drifted, beside what is planned if that is named as well.
    /// </summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>A glob (<c>*</c>, <c>?</c>) that addresses must match, or an address of an answer; null for any.</summary>
    public string? Address { get; init; }

    /// <summary>How many of the matching resources are passed over.</summary>
    public int Skip { get; init; }

    /// <summary>How many are answered.</summary>
    public int Take { get; init; } = 20;

    /// <summary>How many drifted resources are answered beside them.</summary>
    public int TakeDrift { get; init; } = 10;

    /// <summary>Whether values are answered, other than sensitive ones.</summary>
    public bool IncludeValues { get; init; }

    internal bool IsOfDrift => Actions.Contains(PlanAction.Drift);

    internal bool WantsAction(ResourceChange change) => change.IsDrift
        ? IsOfDrift
        : Actions.Count == 0 ? PlanAction.IsChange(change.Action) || change.MovedFrom is not null
        || change.Imported is not null : change.Actions.Any(Actions.Contains);
}
