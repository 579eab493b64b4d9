using ServerlessMcp.Catalog;
using ServerlessMcp.Terraform;

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

    // A longer line is taken in pieces: no diagnostic has one.
    private const int MaxLine = 1024 * 1024;

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

    /// <summary>The same, of a log as it comes: one with <c>TF_LOG=trace</c> has a hundred megabytes, and its errors stand at the end.</summary>
    /// <param name="log">An answer whose status is 2xx. The caller disposes it.</param>
    /// <exception cref="TerraformFailedException">It is a page, didn't come whole, or is over the cap.</exception>
    public static async Task<IReadOnlyList<LogDiagnostic>> ReadAsync(TerraformDownload log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.IsPage)
        {
            throw log.NotJson();
        }

        var diagnostics = new LogDiagnostics();
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (await log.ReadAsync(buffer.AsMemory(held)) is > 0 and var read)
        {
            held = diagnostics.AddLines(buffer.AsSpan(0, held + read), from: held);
            if (held == buffer.Length && held < MaxLine)
            {
                Array.Resize(ref buffer, held * 2);
            }
            else if (held == buffer.Length)
            {
                diagnostics.Add(buffer);
                held = 0;
            }
        }

        diagnostics.Add(buffer.AsSpan(0, held));
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

    // Adds the lines that have ended, and moves what has not to the front; answers how long that is. Up to from there is no line feed.
    private int AddLines(Span<byte> bytes, int from)
    {
        var start = 0;
        while (bytes[from..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            Add(bytes[start..(from + length)]);
            start = from = from + length + 1;
        }

        bytes[start..].CopyTo(bytes);
        return bytes.Length - start;
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
