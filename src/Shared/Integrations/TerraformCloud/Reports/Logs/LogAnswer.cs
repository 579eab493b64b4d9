using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>
/// Answers a log: <c>{content, complete, next_cursor, total_bytes, diagnostics}</c>. The cursor carries the place in
/// the log where the answer ended, so that of a log that grows the next call has what is new, and nothing twice.
/// </summary>
internal static class LogAnswer
{
    // A cursor's number is 2 at least.
    private const int FirstNumber = 2;

    // 64 MB of log in one call, for those that look for the end or for a word.
    private const int MaxReads = 16;

    // A line of text that is longer than a page is cut; the next page goes on within it.
    private const int MaxLine = TextPiece.Length;

    private const int MaxWord = MaxLine / 4;

    private const byte Etx = 3;

    /// <summary>Reads from where the cursor says.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="page">The cursor's number, or 1.</param>
    /// <param name="api">The account's API.</param>
    /// <param name="link">Where the log is.</param>
    /// <param name="isFinal">Whether the phase has ended, so that a log without an end won't get one: its worker died.</param>
    /// <param name="copies">What the plan marks, withheld here as well; and whether that is known. Null for a log that
    /// is of no plan.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(ReadOnlyMemory<byte> Json, string Outcome)> ReadAsync(
        ToolArguments arguments, int page, TerraformSession api, Uri link, bool isFinal,
        (SecretCopies Known, bool? AreChecked) copies, CancellationToken cancellationToken)
    {
        LogPattern? pattern = null;
        if (arguments.Text(DerivedArguments.Grep.Name) is { } text && (pattern = LogPattern.Parse(text)) is null)
            return (ToolError.BadArguments(
                [new ArgumentError(
                    DerivedArguments.Grep.Name, "an expression that can't be read, or is too large",
                    LogPattern.Allowed)]), "bad_arguments");

        var tail = arguments.Integer(DerivedArguments.Tail.Name);
        var reading = new Reading(
            new LogPage(tail, pattern is null ? null : pattern.IsMatch,
                arguments.Integer(DerivedArguments.Context.Name)
                    ?? 2), page >= FirstNumber ? page - FirstNumber : 0, isFinal, scansOn: page < FirstNumber,
                    copies.Known);
        try
        {
            for (var reads = 0; reads < MaxReads; reads++)
            {
                // A page may begin within a private key, which nothing but its beginning shows.
                var back = reads == 0 ? (int)Math.Min(reading.Offset, LogLines.MaxKey) : 0;
                var bytes = await LogSource.ReadAsync(api, link, reading.Offset - back, cancellationToken);
                back = Math.Min(back, bytes.Length);
                if (back > 0)
                    reading.Follow(bytes.Span[..back]);
                if (!await reading.TakeAsync(bytes[back..], isLast: bytes.Length < LogSource.MaxLength, cancellationToken))
                    break;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return (ToolError.BadArguments(
                [new ArgumentError(DerivedArguments.Grep.Name, "an expression that takes too long", "a simpler one")]),
                    "bad_arguments");
        }

        return (JsonResponse.Bytes(writer => Write(writer, arguments, reading, copies.AreChecked)), "ok");
    }

    private static void Write(Utf8JsonWriter writer, ToolArguments arguments, Reading reading, bool? areCopiesChecked)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("untrusted", true);
        writer.WriteString("content", reading.Page.Text());
        writer.WriteBoolean("complete", reading.IsComplete);
        if (reading.IsComplete && !reading.Page.IsFull)
            writer.WriteNumber("total_bytes", reading.Offset);
        else if (arguments.Row.TakesCursor && reading.Offset < int.MaxValue - FirstNumber
            && Cursor.Encode(arguments, (int)reading.Offset + FirstNumber, DerivedArguments.Tail.Name, seen: null)
            is { } cursor)
            writer.WriteString("next_cursor", cursor);
        WriteFindings(writer, reading.Diagnostics.Complete());
        if (areCopiesChecked is { } areChecked)
            writer.WriteBoolean("copies_checked", areChecked);

        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, LogFindings findings)
    {
        if (findings.Diagnostics.Count > 0)
        {
            writer.WriteStartArray("diagnostics");
            foreach (var diagnostic in findings.Diagnostics)
                diagnostic.WriteTo(writer);
            writer.WriteEndArray();
        }

        if (findings.MoreErrors > 0)
            writer.WriteNumber("more_errors", findings.MoreErrors);
        if (findings.MoreWarnings > 0)
            writer.WriteNumber("more_warnings", findings.MoreWarnings);

        // Of a log that says nothing of its end, the last lines are its content's.
        if (findings.Ending is { Kind: not LogEnding.Unknown } ending)
            ending.WriteTo(writer);
    }

    private sealed class Reading(LogPage page, long offset, bool isFinal, bool scansOn, SecretCopies copies)
    {
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
            var length = at == bytes.Length ? 0 : Line(bytes[at..], isEnd: IsComplete);
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

        // The next line with its line feed; 0 if it has not been printed to its end yet.
        private static int Line(ReadOnlySpan<byte> bytes, bool isEnd)
        {
            var end = bytes.IndexOf((byte)'\n') + 1;
            if (end == 0)
                end = isEnd || (bytes.Length > MaxLine
                    && !(bytes.Length < LogSource.MaxLength && StructuredLine.Begins(bytes))) ? bytes.Length : 0;
            if (end <= MaxLine || StructuredLine.Is(bytes[..end].TrimEnd((byte)'\n')))
                return end;

            // Between two words where there are any, because half of a token is not known for one; else between two characters.
            if (bytes[(MaxLine - MaxWord)..MaxLine].LastIndexOf((byte)' ') is var space and >= 0)
                return MaxLine - MaxWord + space + 1;
            end = MaxLine;
            while (end > 0 && (bytes[end] & 0xC0) == 0x80)
                end--;
            return end == 0 ? MaxLine : end;
        }
    }
}
