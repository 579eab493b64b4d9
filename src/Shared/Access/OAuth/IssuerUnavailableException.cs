namespace ServerlessMcp.Access.OAuth;

/// <summary>An issuer's metadata or keys can't be had. The caller sees 503; nothing is allowed.</summary>
/// <param name="message">Which issuer, and what went wrong; without secrets, because it is logged.</param>
/// <param name="cause">The exception behind it.</param>
internal sealed class IssuerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
