namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>A run that does not go on by itself, or takes far longer than it should.</summary>
/// <param name="Id"><c>run-…</c></param>
/// <param name="Status">Its status.</param>
/// <param name="WaitsFor"><c>lock</c>, <c>run</c>, <c>worker</c>, <c>queue</c>; <c>terraform</c> for one that works
/// unusually long.</param>
/// <param name="Behind">Who holds the workspace: a name, or the run that is before it; null where it is not known.</param>
/// <param name="Since">Since when it has its status.</param>
/// <param name="By">Whose it is.</param>
/// <param name="Message">What it says it is for.</param>
internal sealed record StuckRun(
    string Id, string Status, string WaitsFor, string? Behind, DateTimeOffset? Since, string? By, string? Message);
