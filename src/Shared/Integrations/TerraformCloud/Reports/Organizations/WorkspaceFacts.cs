namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>What a report on an organization knows of one workspace. Null is what the API did not say.</summary>
internal sealed record WorkspaceFacts
{
    /// <summary><c>ws-…</c></summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>prj-…</c></summary>
    public string? ProjectId { get; init; }

    /// <summary>Whether somebody other than its current run has locked it. A run's own lock is how every run works.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whose id and type, where the name did not come with the workspace.</summary>
    public (string Collection, string Id)? Holder { get; init; }

    /// <summary>Who: a user's or team's name, else the holder's id.</summary>
    public string? LockedBy { get; init; }

    /// <summary>What the holder said.</summary>
    public string? LockedReason { get; init; }

    /// <summary>Its current run.</summary>
    public string? RunId { get; init; }

    /// <summary>That run's status.</summary>
    public string? RunStatus { get; init; }

    /// <summary>Since when it has that status.</summary>
    public DateTimeOffset? RunSince { get; init; }

    /// <summary>Whose run it is.</summary>
    public string? RunBy { get; init; }

    /// <summary>What that run says it is for.</summary>
    public string? RunMessage { get; init; }

    /// <summary>Why that run errored, in a line.</summary>
    public string? Diagnosis { get; init; }

    /// <summary>A run that does not go on: the current one, or one that waits behind it.</summary>
    public StuckRun? Stuck { get; init; }

    /// <summary>How many more runs of it do not go on.</summary>
    public int MoreStuck { get; init; }

    /// <summary>How long its plans take on average.</summary>
    public TimeSpan? PlanAverage { get; init; }

    /// <summary>How long its applies take on average.</summary>
    public TimeSpan? ApplyAverage { get; init; }

    /// <summary>Whether that run waits to be confirmed; null where only the status is known.</summary>
    public bool? IsConfirmable { get; init; }

    /// <summary>Whether its run or its assessment is not known, which is not the same as having none.</summary>
    public bool IsUnknown => IsRunUnknown || IsAssessmentUnknown;

    /// <summary>Whether it is not known whether it has a run that needs somebody.</summary>
    public bool IsRunUnknown { get; init; }

    /// <summary>Whether it is not known what its last assessment found, or whether there is one.</summary>
    public bool IsAssessmentUnknown { get; init; }

    /// <summary>Whether it is known that no assessment was ever made of it. That nothing has drifted is then not known.</summary>
    public bool IsNotAssessed { get; init; }

    /// <summary>The last assessment's id, where it did not come with the workspace.</summary>
    public string? AssessmentId { get; init; }

    /// <summary>Its last health assessment.</summary>
    public AssessmentFacts? Assessment { get; init; }
}
