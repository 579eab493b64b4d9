namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>A document that should be a plan is JSON and none that can be read here. The message says what it is;
/// nothing of its content.</summary>
internal sealed class UnreadablePlanException(string message) : JsonException(message);
