namespace ServerlessMcp.Sandbox.Runs;

/// <summary>One output that an apply would change. <paramref name="Action"/> is <c>create</c>, <c>update</c> or
/// <c>delete</c>.</summary>
internal sealed record PlannedOutput(string Name, string Action, JsonNode? Before, JsonNode? After, bool Sensitive);
