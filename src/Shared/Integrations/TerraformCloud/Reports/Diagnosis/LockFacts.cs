namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Who holds a workspace.</summary>
/// <param name="Kind"><c>run</c>, <c>user</c> or <c>team</c>; <c>unknown</c> where the API names nobody, or somebody
/// whom the URL does not reach.</param>
/// <param name="Id">The holder's id; null for an unknown one.</param>
/// <param name="Name">The user's or team's name; null for a run.</param>
/// <param name="Reason">What the holder said.</param>
/// <param name="Since">Since when a run holds it. Of a person's lock the API tells no time.</param>
/// <param name="Run">The run that holds it.</param>
internal sealed record LockFacts(string Kind, string? Id, string? Name, string? Reason, DateTimeOffset? Since, QueuedRun? Run);
