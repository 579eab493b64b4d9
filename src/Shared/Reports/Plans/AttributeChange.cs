namespace ServerlessMcp.Reports.Plans;

/// <summary>An attribute that changes.</summary>
/// <param name="Path">Where it is in its resource: <c>tags.Name</c>, <c>ingress[0].from_port</c>.</param>
/// <param name="Before">Its value as JSON, or a word in brackets instead; null if values were not asked for, or there was none.</param>
/// <param name="After">The same, afterwards; <c>"(known after apply)"</c> where Terraform doesn't know.</param>
public sealed record AttributeChange(string Path, string? Before = null, string? After = null);
