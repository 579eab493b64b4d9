using ServerlessMcp.Audit;

namespace ServerlessMcp.Local.Commands;

/// <summary>What a verification found, told.</summary>
internal static class AuditFindings
{
    private const int MostTold = 20;

    /// <summary>Tells it; answers the exit code.</summary>
    public static int Tell(Terminal terminal, AuditVerification verification)
    {
        foreach (var complaint in verification.Complaints.Take(MostTold))
        {
            terminal.Error.WriteLine(Terminal.Clean(complaint));
        }

        if (verification.Complaints.Count > 0)
        {
            terminal.Error.WriteLine($"{verification.Complaints.Count} findings: this is not what was written.");
            return ExitCodes.No;
        }

        var manifest = verification.Manifest!;
        var first = verification.First ?? manifest.First;
        var range = $"{verification.Count} entries of {Terminal.Clean(manifest.Chain)}, {first} to {manifest.Last}, are as they were written";
        if (!manifest.IsWhole)
        {
            terminal.Error.WriteLine(
                $"The last pages are missing: {range}, and the chain went on when they were exported. "
                + "Export what follows as well (next-cursor), and verify all pages together.");
            return ExitCodes.No;
        }

        terminal.Out.WriteLine(
            $"{range}; signed with {Terminal.Clean(manifest.KeyId)} at {Moment.Of(manifest.ExportedAt)}."
            + (first > 1 ? " What stood before is in an earlier export, or its time was over." : ""));
        return ExitCodes.Done;
    }
}
