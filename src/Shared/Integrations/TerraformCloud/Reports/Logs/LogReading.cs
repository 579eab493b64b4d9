using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>One call's way through a log: which of its lines are answered, and where the next answer begins.</summary>
internal sealed class LogReading(LogPage page, long offset, bool isFinal, bool scansOn, SecretCopies copies)
{
    private const byte Etx = 3;

    private readonly LogLines lines = new(copies);

    public LogPage Page => page;

    /// <summary>Where in the log the next answer begins.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Whether the log has ended; if the page is full, what it ends with is still to come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Of all that was read at first; with a cursor, of what this page took. Errors stand at the end of a
    /// log, and its first page should tell of them.</summary>
    public LogDiagnostics Diagnostics { get; } = new(copies);

    /// <summary>Begins behind these bytes of the log.</summary>
    public void Follow(ReadOnlySpan<byte> before)
    {
        lines.Follow(before);
        Diagnostics.Follow(before);
    }

    /// <summary>Takes what was read; false if there is no more to read, now or at all.</summary>
    public async ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken cancellationToken)
    {
        IsComplete = isLast && (isFinal || bytes.Span.EndsWith([Etx]));
        var (at, taken) = (0, 0);
        using var turn = await ProcessorTurn.TakeAsync(cancellationToken);
        while (TakeLine(bytes.Span, ref at, ref taken))
            await turn.NextAsync(cancellationToken);
        Offset += taken;
        return !isLast && taken > 0 && !page.IsFull;
    }

    private bool TakeLine(ReadOnlySpan<byte> bytes, ref int at, ref int taken)
    {
        var length = at == bytes.Length ? 0 : LogLineEnd.Of(bytes[at..], isEnd: IsComplete);
        if (length == 0)
            return false;
        var line = bytes.Slice(at, length);
        at += length;
        if (!page.IsFull && (line is [Etx] || page.Take(lines.Text(line.TrimEnd("\n\u0003"u8)))))
            taken = at;
        else if (!scansOn)
            return false;
        Diagnostics.Add(line.TrimEnd((byte)'\n'));
        return true;
    }
}
