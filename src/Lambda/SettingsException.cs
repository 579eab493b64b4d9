namespace ServerlessMcp.Lambda;

/// <summary>A setting that the function can't start with.</summary>
/// <param name="message">Which, and what it has to be; never its value.</param>
public sealed class SettingsException(string message) : Exception(message);
