namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>A check block, or a condition of a resource, output or variable, that did not hold.</summary>
/// <param name="Address">What was checked: <c>check.health</c>, <c>aws_instance.web</c>.</param>
/// <param name="Status"><c>fail</c> or <c>error</c>.</param>
/// <param name="Messages">What the configuration says about it.</param>
internal sealed record FailedCheck(string Address, string Status, IReadOnlyList<string> Messages);
