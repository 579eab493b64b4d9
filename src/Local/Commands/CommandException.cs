namespace ServerlessMcp.Local.Commands;

/// <summary>A command ends here.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What whoever called it reads.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>What it ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
