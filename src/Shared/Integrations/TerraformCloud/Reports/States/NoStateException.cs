namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>A document that should be a state is JSON and none that can be read here. The message says what it is;
/// nothing of its content.</summary>
internal sealed class NoStateException(string message) : Exception(message);
