namespace ServerlessMcp.Logs;

/// <summary>What a log tells of how the phase went.</summary>
/// <param name="Diagnostics">Errors first, else in the order they were printed; at most
/// <see cref="LogDiagnostics.Max"/> of each severity.</param>
/// <param name="MoreErrors">How many further errors there are.</param>
/// <param name="MoreWarnings">How many further warnings there are.</param>
/// <param name="Ending">How it ended, where that was not by an error of Terraform's alone; null for a log that says
/// nothing.</param>
internal sealed record LogFindings(IReadOnlyList<LogDiagnostic> Diagnostics, int MoreErrors, int MoreWarnings, LogEnding? Ending)
{
    /// <summary>Whether what the plan marks as sensitive is withheld in them where it has no mark; null for a log that
    /// was not read.</summary>
    public bool? AreCopiesChecked { get; init; }

    /// <summary>Of a log that was not read.</summary>
    public static LogFindings None { get; } = new([], 0, 0, null);
}
