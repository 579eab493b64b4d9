namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>An output that changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="IsSensitive">Whether it is marked so, before or after.</param>
/// <param name="Before">As of <see cref="AttributeChange"/>.</param>
/// <param name="After">As of <see cref="AttributeChange"/>.</param>
internal sealed record OutputChange(string Name, string Action, bool IsSensitive, string? Before, string? After)
{
    /// <summary>Whether it becomes sensitive, or ceases to be, and keeps its value.</summary>
    public bool IsOnlyMarked { get; init; }
}
