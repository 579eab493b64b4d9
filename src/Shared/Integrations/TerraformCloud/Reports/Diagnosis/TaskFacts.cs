namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A run task that did not pass.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Status"><c>failed</c>, <c>errored</c>, <c>unreachable</c>, or one that is not final.</param>
/// <param name="EnforcementLevel"><c>mandatory</c> or <c>advisory</c>.</param>
/// <param name="Message">What the task said.</param>
internal sealed record TaskFacts(string Name, string Status, string? EnforcementLevel, string? Message);
