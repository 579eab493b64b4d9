namespace ServerlessMcp.Sandbox.Model;

/// <summary>One entry of a run's timeline.</summary>
internal sealed class RunEvent(string id, Run run, string action, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "run-events";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public string Action { get; } = action;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string? Description { get; init; }

    /// <summary>Who did it; null for what time did.</summary>
    public User? Actor { get; init; }

    public Comment? Comment { get; init; }
}
