namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A run beside the one that is looked at.</summary>
/// <param name="Id"><c>run-…</c></param>
/// <param name="Status">Its status.</param>
/// <param name="Since">Since when.</param>
/// <param name="CreatedBy">Whose it is.</param>
/// <param name="IsDiscardable">Whether it can be thrown away.</param>
internal sealed record QueuedRun(string Id, string Status, DateTimeOffset? Since, string? CreatedBy, bool IsDiscardable);
