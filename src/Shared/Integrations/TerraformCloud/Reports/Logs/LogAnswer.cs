using System.Text.RegularExpressions;
using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Logs;
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

    /// <summary>Reads from where the cursor says.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="page">The cursor's number, or 1.</param>
    /// <param name="api">The account's API.</param>
    /// <param name="link">Where the log is.</param>
    /// <param name="isFinal">Whether the phase has ended, so that a log without an end won't get one: its worker died.</param>
    /// <param name="copies">What the plan marks, withheld here as well; and whether that is known. Null for a log that
    /// is of no plan.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> ReadAsync(
        ToolArguments arguments, int page, TerraformSession api, Uri link, bool isFinal,
        (SecretCopies Known, bool? AreChecked) copies, CancellationToken cancellationToken)
    {
        LogPattern? pattern = null;
        if (arguments.Text(DerivedArguments.Grep.Name) is { } text && (pattern = LogPattern.Parse(text)) is null)
        {
            return (ToolError.BadArguments(
                [new ArgumentError(
                    DerivedArguments.Grep.Name, "an expression that can't be read, or is too large",
                    LogPattern.Allowed)]), CallOutcome.BadArguments);
        }

        var tail = arguments.Integer(DerivedArguments.Tail.Name);
        var reading = new LogReading(
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
                    CallOutcome.BadArguments);
        }

        return (JsonResponse.Bytes(writer => Write(writer, arguments, reading, copies.AreChecked)), CallOutcome.Ok);
    }

    private static void Write(Utf8JsonWriter writer, ToolArguments arguments, LogReading reading, bool? areCopiesChecked)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("untrusted", true);
        writer.WriteString("content", reading.Page.Text());
        writer.WriteBoolean("complete", reading.IsComplete);
        if (reading.IsComplete && !reading.Page.IsFull)
        {
            writer.WriteNumber("total_bytes", reading.Offset);
        }
        else if (arguments.Row.TakesCursor && reading.Offset < int.MaxValue - FirstNumber
            && Cursor.Encode(arguments, (int)reading.Offset + FirstNumber, DerivedArguments.Tail.Name, seen: null)
            is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }

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
}
