namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A plan or an apply.</summary>
/// <param name="Id"><c>plan-…</c> or <c>apply-…</c></param>
/// <param name="Status"><c>errored</c>; see the plans API.</param>
/// <param name="Additions">Resources to add, or added.</param>
/// <param name="Changes">Resources to change.</param>
/// <param name="Destructions">Resources to destroy.</param>
/// <param name="Mode"><c>remote</c>, <c>agent</c> or <c>local</c>.</param>
internal sealed record PhaseFacts(string Id, string? Status, int? Additions, int? Changes, int? Destructions, string? Mode);
