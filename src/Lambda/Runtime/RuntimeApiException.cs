namespace ServerlessMcp.Lambda.Runtime;

/// <summary>The Runtime API does not do its part; without it the process is of no use.</summary>
/// <param name="message">What happened.</param>
/// <param name="cause">The exception behind it.</param>
internal sealed class RuntimeApiException(string message, Exception? cause = null) : Exception(message, cause);
