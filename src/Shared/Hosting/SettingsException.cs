namespace ServerlessMcp.Hosting;

/// <summary>The settings do not fit, so nothing can be started.</summary>
/// <param name="message">All that is wrong and what is allowed, for the operator; it quotes no value.</param>
public sealed class SettingsException(string message) : Exception(message);
