using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>A policy. Its <see cref="Rule"/> really judges the planned changes; a policy created through the API has
/// none and passes.</summary>
internal sealed class Policy(
    string id, Organization organization, string name, string kind, string enforcementLevel,
    DateTimeOffset updatedAt) : Entity(id)
{
    public override string Type => "policies";

    public override Organization Organization { get; } = organization;

    public string Name { get; } = name;

    /// <summary><c>sentinel</c> or <c>opa</c>.</summary>
    public string Kind { get; } = kind;

    public string EnforcementLevel { get; set; } = enforcementLevel;

    public string Description { get; set; } = "";

    /// <summary>The OPA query; null for Sentinel.</summary>
    public string? Query { get; set; }

    public DateTimeOffset UpdatedAt { get; set; } = updatedAt;

    /// <summary>The code as uploaded; kept to be downloaded, never run.</summary>
    public byte[]? Source { get; set; }

    /// <summary>What is wrong with one planned change, as the policy would print it; null when nothing is.</summary>
    public Func<PlannedChange, string?> Rule { get; init; } = _ => null;
}
