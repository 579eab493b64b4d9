namespace ServerlessMcp.Reports.Organizations;

/// <summary>A health assessment: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/assessment-results.</summary>
/// <param name="Id"><c>asmtres-…</c>; null where only the numbers are known.</param>
/// <param name="At">When it was made.</param>
/// <param name="Drifted">How many resources are not as the state has them.</param>
/// <param name="ChecksFailed">How many checks failed, or could not be done.</param>
/// <param name="Error">Why it could not be made.</param>
public sealed record AssessmentFacts(string? Id, DateTimeOffset? At, int Drifted, int ChecksFailed, string? Error);
