namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A task stage.</summary>
/// <param name="Id"><c>ts-…</c></param>
/// <param name="Stage"><c>pre_plan</c>, <c>post_plan</c>, <c>pre_apply</c> or <c>post_apply</c>; null where the API
/// doesn't say.</param>
/// <param name="Status">Its status.</param>
/// <param name="IsOverridable">Whether it can be overridden now.</param>
/// <param name="CanOverride">Whether the token may.</param>
/// <param name="Tasks">Run tasks that did not pass.</param>
internal sealed record StageFacts(
    string Id, string? Stage, string Status, bool IsOverridable, bool? CanOverride, IReadOnlyList<TaskFacts> Tasks);
