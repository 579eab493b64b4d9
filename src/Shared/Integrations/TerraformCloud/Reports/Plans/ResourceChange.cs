namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What a plan does to one resource instance, or what happened to it outside of Terraform.</summary>
internal sealed record ResourceChange
{
    /// <summary>Where it stands in the configuration: <c>module.vpc.aws_subnet.a["eu-1a"]</c>.</summary>
    public required string Address { get; init; }

    /// <summary>One of <see cref="PlanAction.All"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Why, in Terraform's word (<c>replace_because_cannot_update</c>); null where the action needs no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The attribute paths that can't be changed in place, and so force the replacement.</summary>
    public IReadOnlyList<string> ForcedBy { get; init; } = [];

    /// <summary>Whether the new object of a replacement is created before the old one is destroyed.</summary>
    public bool IsCreatedFirst { get; init; }

    /// <summary>The address it had before; null if it has not moved.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>The key of an object that a replacement has left over, which this is about instead of the resource's
    /// own object; null for that.</summary>
    public string? Deposed { get; init; }

    /// <summary>Whether this has happened outside of Terraform, and is nothing that the plan does.</summary>
    public bool IsDrift { get; init; }

    /// <summary>The existing object that comes under Terraform's management; null if none does.</summary>
    public ImportedObject? Imported { get; init; }

    /// <summary>Why it waits for a later plan (<c>provider_config_unknown</c>); null if it doesn't.</summary>
    public string? DeferredBecause { get; init; }

    /// <summary>What changes: attribute paths, at most <see cref="AttributeChanges.Max"/>.</summary>
    public IReadOnlyList<AttributeChange> Changed { get; init; } = [];

    /// <summary>How many more paths change than <see cref="Changed"/> has.</summary>
    public int MoreChanged { get; init; }

    /// <summary>How many values of a new object are known only after the apply, at any depth. An attribute that is one
    /// as a whole is not in <see cref="Changed"/>.</summary>
    public int Unknown { get; init; }

    /// <summary>Sensitive paths whose values were redacted, so that whether they change can't be seen; at most
    /// <see cref="AttributeChanges.Max"/>.</summary>
    public IReadOnlyList<string> MayChange { get; init; } = [];

    /// <summary>How many more paths than <see cref="MayChange"/> has.</summary>
    public int MoreMayChange { get; init; }

    /// <summary>Paths that become sensitive, or cease to be, and keep their value.</summary>
    public IReadOnlyList<string> MarksChange { get; init; } = [];

    /// <summary>Whether values were asked for and are not shown, because only the redacted plan was read, and here may
    /// be copies of what it has redacted.</summary>
    public bool AreValuesWithheld { get; init; }

    internal IEnumerable<string> Actions =>
        new[] { Action, MovedFrom is null ? null : "move", Imported is null ? null : "import" }.OfType<string>();
}
