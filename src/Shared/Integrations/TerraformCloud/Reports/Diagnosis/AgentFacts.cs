namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The agents of a pool. The numbers are null where they can't be read: a pool belongs to the organization,
/// and may be more than the URL or its token reaches.</summary>
/// <param name="PoolId"><c>apool-…</c></param>
/// <param name="PoolName">The pool's name.</param>
/// <param name="Idle">Agents that wait for work.</param>
/// <param name="Busy">Agents at work.</param>
/// <param name="Gone">Agents that have exited, errored or are not heard of.</param>
internal sealed record AgentFacts(string PoolId, string? PoolName, int? Idle, int? Busy, int? Gone);
