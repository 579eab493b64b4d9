namespace ServerlessMcp.Functions;

/// <summary>The settings do not fit, so nothing can be started.</summary>
/// <param name="message">What is wrong and what is allowed, for the operator.</param>
public sealed class SettingsException(string message) : Exception(message);
