namespace ServerlessMcp.Accounts;

/// <summary>The vault can't answer. The caller is told the account, never the secret's name or value.</summary>
/// <param name="message">What went wrong; without secrets, because it is logged.</param>
/// <param name="cause">The exception behind it.</param>
public sealed class CredentialUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
