namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>A plan in short. Also what an assessment found: that is a plan whose <see cref="Drift"/> is what matters.</summary>
internal sealed record PlanDigest
{
    /// <summary>The version of Terraform that made it.</summary>
    public string? TerraformVersion { get; init; }

    /// <summary>Whether planning failed, so that the plan is only as far as it got.</summary>
    public bool IsErrored { get; init; }

    /// <summary>Whether a further plan will be needed, because something was deferred or targeted.</summary>
    public bool IsPartial { get; init; }

    /// <summary>How many resources each action of <see cref="PlanAction.All"/>, and any that is not known, concerns; a
    /// resource that is imported and updated counts for both, a deferred one for <see cref="PlanAction.Deferred"/>
    /// alone.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The resources asked for, in the plan's order, which is that of addresses.</summary>
    public required IReadOnlyList<ResourceChange> Resources { get; init; }

    /// <summary>How many resources match what was asked for.</summary>
    public int Matching { get; init; }

    /// <summary>Resources that were found changed outside of Terraform; the first of them.</summary>
    public required IReadOnlyList<ResourceChange> Drift { get; init; }

    /// <summary>Outputs that change; the first of them.</summary>
    public required IReadOnlyList<OutputChange> Outputs { get; init; }

    /// <summary>How many outputs change.</summary>
    public int OutputCount { get; init; }

    /// <summary>Checks that failed.</summary>
    public required IReadOnlyList<FailedCheck> FailedChecks { get; init; }

    /// <summary>Whether messages of failed checks are withheld: the plan is redacted, and they may hold copies of what
    /// is.</summary>
    public bool AreMessagesWithheld { get; init; }

    /// <summary>Actions (Terraform 1.14) that the plan invokes, by their addresses.</summary>
    public IReadOnlyList<string> InvokedActions { get; init; } = [];

    /// <summary>Actions that wait for a later plan, and why (<c>provider_config_unknown</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> DeferredActions { get; init; } = [];

    /// <summary>Members of the plan that nothing here knows, and that are therefore not summed up; the first of them.</summary>
    public IReadOnlyList<string> UnknownMembers { get; init; } = [];

    /// <summary>Whether values were asked for and some are withheld: see
    /// <see cref="ResourceChange.AreValuesWithheld"/>.</summary>
    public bool AreValuesWithheld { get; init; }

    /// <summary>Whether a key of an address was withheld, because it is a secret of the plan. Such an address is no
    /// filter.</summary>
    public bool HasSecretKeys { get; init; }

    /// <summary>How many resources drifted.</summary>
    public int DriftCount => Counts.GetValueOrDefault(PlanAction.Drift);
}
