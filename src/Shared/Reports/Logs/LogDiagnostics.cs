using ServerlessMcp.Catalog;

namespace ServerlessMcp.Reports.Logs;

/// <summary>
/// Collects the diagnostics of a log, line by line: from Terraform's structured lines
/// (<see href="https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic"/>) and from what it prints for people. Equal ones are kept once: a
/// failed <c>count</c> prints the same error for every instance.
/// </summary>
public sealed class LogDiagnostics
{
    /// <summary>The most diagnostics kept; a plan whose provider has no credentials prints one for each resource.</summary>
    public const int Max = 20;

    private readonly List<LogDiagnostic> found = [];
    private PrintedDiagnostic? open;

    /// <summary>The diagnostics of a log, errors first, else in the order they were printed.</summary>
    /// <param name="log">The log or a part of it, as it was read: framed or not, coloured or not.</param>
    public static IReadOnlyList<LogDiagnostic> Read(ReadOnlySpan<byte> log)
    {
        var diagnostics = new LogDiagnostics();
        foreach (var range in log.Split((byte)'\n'))
            diagnostics.Add(log[range]);
        return diagnostics.Complete();
    }

    /// <summary>Takes the next line of the log, as it was read.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (StructuredLine.Is(line))
        {
            Close();
            Keep(StructuredLine.Diagnostic(line));
            return;
        }

        // All but a few lines of a log are of no diagnostic, and need no text made of them: those begin with a box, or with one of two words.
        if (open is null && !line.Contains((byte)':'))
            return;
        AddText(TerminalText.Of(line));
    }

    /// <summary>All of them; the last may have been cut off with the log.</summary>
    public IReadOnlyList<LogDiagnostic> Complete()
    {
        Close();
        return [.. found.Where(one => one.Severity == "error"), .. found.Where(one => one.Severity != "error")];
    }

    private void AddText(string line)
    {
        if (PrintedDiagnostic.Begin(line) is { } begun)
        {
            Close();
            open = begun;
        }
        else if (open is not null && !open.Add(line))
        {
            Close();
        }
    }

    private void Close()
    {
        Keep(open?.Complete());
        open = null;
    }

    private void Keep(LogDiagnostic? diagnostic)
    {
        if (diagnostic is not null && found.Count < Max && !found.Contains(diagnostic))
            found.Add(diagnostic);
    }
}
