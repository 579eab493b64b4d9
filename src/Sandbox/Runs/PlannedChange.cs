namespace ServerlessMcp.Sandbox.Runs;

/// <summary>One resource of a plan. <paramref name="Action"/> is <c>create</c>, <c>update</c>, <c>delete</c>,
/// <c>replace</c> or <c>no-op</c>.</summary>
internal sealed record PlannedChange(string Action, string Kind, string Name, JsonObject? Before, JsonObject? After)
{
    public string Address => Kind + "." + Name;

    public IReadOnlySet<string> Sensitive { get; init; } = new HashSet<string>();

    /// <summary>The attributes that cannot change in place; empty if it is replaced because somebody asked for it, or
    /// not replaced.</summary>
    public IReadOnlyList<string> ForcedBy { get; init; } = [];

    public bool IsChange => Action != "no-op";
}
