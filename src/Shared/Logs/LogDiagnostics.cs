using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>
/// Collects the diagnostics of a log, line by line: from Terraform's structured lines
/// (<see href="https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic"/>) and from what it
/// prints for people. Equal ones are kept once, and counted: a failed <c>count</c> prints the same error for every
/// instance.
/// </summary>
/// <param name="copies">What is withheld wherever it stands.</param>
internal sealed class LogDiagnostics(SecretCopies copies)
{
    /// <summary>The most diagnostics kept of each severity; a plan whose provider has no credentials prints one for
    /// each resource. Warnings take no place of an error's.</summary>
    public const int Max = 20;

    // A longer line is taken in pieces: no diagnostic has one.
    private const int MaxLine = 1024 * 1024;

    // Lines of programs that look like a diagnostic, of which the beginnings are kept.
    private const int MaxSaid = 1000;
    private const int MaxBeginning = 60;

    // What ╷ (E2 95 B7), ╵ (E2 95 B5) and │ (E2 94 82) begin with.
    private static readonly SearchValues<byte> BoxEdges = SearchValues.Create([0xE2]);

    private readonly DiagnosticList errors = new();
    private readonly DiagnosticList warnings = new();
    private readonly LogEndingReader ending = new(copies);
    private readonly HashSet<string> said = [];
    private PrintedDiagnostic? open;
    private bool isBoxOpen;
    private bool isBoxTop;

    /// <summary>The diagnostics of a log, errors first, else in the order they were printed.</summary>
    /// <param name="log">The log or a part of it, as it was read: framed or not, coloured or not.</param>
    /// <param name="copies">What is withheld wherever it stands; null for nothing.</param>
    public static LogFindings Read(ReadOnlySpan<byte> log, SecretCopies? copies = null)
    {
        var diagnostics = new LogDiagnostics(copies ?? SecretCopies.None);
        foreach (var range in log.Split((byte)'\n'))
            diagnostics.Add(log[range]);
        return diagnostics.Complete();
    }

    /// <summary>The same, of a log as it comes: one with <c>TF_LOG=trace</c> has a hundred megabytes, and its errors
    /// stand at the end.</summary>
    /// <param name="read">Reads the next bytes of it; 0 at its end.</param>
    /// <param name="copies">What is withheld wherever it stands; null for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<LogFindings> ReadAsync(
        Func<Memory<byte>, ValueTask<int>> read, SecretCopies? copies, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var diagnostics = new LogDiagnostics(copies ?? SecretCopies.None);
        var buffer = new byte[64 * 1024];
        var held = 0;
        while (await read(buffer.AsMemory(held)) is > 0 and var length)
        {
            using var turn = await ProcessorTurn.TakeAsync(cancellationToken);
            held = diagnostics.AddLines(buffer.AsSpan(0, held + length), from: held);
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
            if (StructuredLine.Diagnostic(line, copies) is { } diagnostic)
                Keep(diagnostic);
            else
                ending.Add(line);
            return;
        }

        // All but a few lines of a log are of no diagnostic, and need no text made of them: those begin with a box, or
        // with one of two words.
        if (open is not null || line.Contains((byte)':') || line.IndexOfAny(BoxEdges) >= 0)
            AddText(TerminalText.Of(line), line);
        else
            ending.Add(line);
    }

    /// <summary>Begins within a log, behind these bytes of it: a box that is open there goes on, and what stands in it
    /// is no diagnostic.</summary>
    public void Follow(ReadOnlySpan<byte> before)
    {
        foreach (var range in before.Split((byte)'\n'))
        {
            var line = before[range];
            if (line.IndexOfAny(BoxEdges) >= 0)
                MoveBox(TerminalText.Of(line));
        }
    }

    /// <summary>All of them; the last may have been cut off with the log.</summary>
    public LogFindings Complete()
    {
        Close();
        var end = ending.Complete(errors.All.Count > 0);
        return new([.. errors.All, .. warnings.All], errors.More, warnings.More, end);
    }

    // Adds the lines that have ended, and moves what has not to the front; answers how long that is. Up to from there
    // is no line feed.
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

    private void AddText(string line, ReadOnlySpan<byte> raw)
    {
        // "Error: " within a box is what somebody's program printed; so it is between the lines of a diagnostic without one.
        NoteProgram(line);
        if (open is { IsBoxed: false } && said.Contains(Begin(line)))
        {
            open.AddText(line);
            return;
        }

        var isTop = isBoxTop;
        MoveBox(line);
        if (open?.Holds(line) != true && (!PrintedDiagnostic.IsInBox(line) || !isBoxOpen || isTop)
            && PrintedDiagnostic.Begin(line) is { } begun)
        {
            if (open is { IsBoxed: false, IsError: true } && !begun.IsBoxed)
                begun.Before = Settle();
            else
                Close();
            open = begun;
            return;
        }

        if (open is not null && open.Add(line))
            return;
        Close();
        if (!PrintedDiagnostic.IsInBox(line))
            ending.Add(raw);
    }

    // What a provisioner's program prints stands with its address in the log, and again without it in the error of the
    // provisioner.
    private void NoteProgram(string line)
    {
        var at = line.IndexOf("-exec): ", StringComparison.Ordinal);
        if (at > 0 && said.Count < MaxSaid && line[(at + "-exec): ".Length)..] is ['E' or 'W' or '╷' or '│' or '╵', ..] text)
            said.Add(Begin(text));
    }

    // A longer line is wrapped in an error.
    private static string Begin(string line) => TextCut.Start(line, MaxBeginning).TrimEnd().ToString();

    // ╷ opens a box, ╵ closes it; a log that begins within one has no top.
    private void MoveBox(string line)
    {
        isBoxTop = line.StartsWith('╷');
        isBoxOpen = isBoxTop || (isBoxOpen && !line.StartsWith('╵'));
    }

    private void Close()
    {
        if (Settle() is { } last)
            Keep(last);
        open = null;
    }

    // Of two errors without boxes, one behind the other, the second may be the last words of the first: an
    // error_message may say "Error: ", and a program too.
    private PrintedDiagnostic? Settle()
    {
        if (open?.Before is not { } before)
            return open;
        open.Before = null;
        if (open.IsBare)
        {
            if (!open.Summary.Contains($": Error: {before.Summary}", StringComparison.Ordinal))
                before.AddText($"\n{(open.IsError ? "Error" : "Warning")}: {open.Summary}");
            ending.AddWrapped(open.Summary);
            return before;
        }

        Keep(before);
        return open;
    }

    private void Keep(PrintedDiagnostic printed)
    {
        var diagnostic = printed.Complete(copies);
        var isRepeat = !printed.IsBoxed && errors.IsRepeatedBy(diagnostic.Summary);
        if (!printed.IsBoxed && printed.IsError)
            ending.AddWrapped(diagnostic.Summary);
        if (!isRepeat)
            Keep(diagnostic);
    }

    private void Keep(LogDiagnostic diagnostic) => (diagnostic.IsError ? errors : warnings).Add(diagnostic);
}
