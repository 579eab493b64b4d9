using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>
/// A part of a log as Tharsis pages it, by bytes, with what stands around it: a line is looked through whole, so that
/// half of a secret is not shown because nobody knows it by its half. The bytes come as JSON, in which each one that is
/// no whole character stands as U+FFFD.
/// </summary>
internal sealed class LogWindow
{
    private const byte Escape = 0x1B;

    // No sequence of a terminal is longer.
    private const int MaxSequence = 64;

    private readonly byte[] bytes;
    private readonly int offset;

    private LogWindow(byte[] bytes, int offset) => (this.bytes, this.offset) = (bytes, offset);

    /// <summary>How many bytes before and behind a page are read with it.</summary>
    public const int Before = LogLines.MaxKey, Behind = 4096;

    /// <summary>The bytes of a text that was cut from a log by bytes.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="offset">Where in the log it begins.</param>
    /// <param name="length">How many bytes it was, by the size of the log.</param>
    public static LogWindow Of(string text, int offset, int length)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        var cut = (encoded.Length - length) / 2;
        return new LogWindow(cut <= 0 ? encoded : Shrink(encoded, cut), offset);
    }

    /// <summary>The text from a byte of the log on, and how many bytes of it that is.</summary>
    public (string Text, int Size) Page(int start, int limit, SecretCopies copies)
    {
        var from = Math.Min(start - offset, bytes.Length);
        var to = End(from, Math.Min(from + limit, bytes.Length));
        var lines = new LogLines(copies);
        var at = bytes.AsSpan(0, from).LastIndexOf((byte)'\n') + 1;
        lines.Follow(bytes.AsSpan(0, at));
        var text = new StringBuilder();
        while (at < to)
        {
            var feed = bytes.AsSpan(at).IndexOf((byte)'\n');
            var end = feed < 0 ? bytes.Length : at + feed;
            var shown = lines.Text(bytes.AsSpan(at, end - at));
            if ((at < from || end > to) && shown != TerminalText.Of(bytes.AsSpan(at, end - at)))
            {
                // Something in the line is withheld, and the page has only a part of it.
                if (end > to && at > from)
                {
                    to = at;
                    break;
                }

                shown = PresignedUrl.Withheld;
            }
            else if (at < from || end > to)
            {
                var (first, last) = (Border(Math.Max(at, from)), Math.Min(end, to));
                shown = first < last ? TerminalText.Of(bytes.AsSpan(first, last - first)) : "";
            }

            text.Append(shown);
            if (end < to)
            {
                text.Append('\n');
            }

            at = end + 1;
        }

        return (text.ToString(), Math.Max(0, to - from));
    }

    // Where a page may end: behind a whole character, and before a sequence of the terminal that goes on.
    private int End(int from, int to)
    {
        if (to >= bytes.Length)
        {
            return bytes.Length;
        }

        var end = to;
        while (end > from && IsWithin(end))
        {
            end--;
        }

        var tail = Math.Max(from, end - MaxSequence);
        if (bytes.AsSpan(tail, end - tail).LastIndexOf(Escape) is >= 0 and var escape && IsOpen(bytes.AsSpan(tail + escape, end - tail - escape)))
        {
            end = tail + escape;
        }

        // A page that is smaller than a character or a sequence has it whole, or nobody would get on.
        while (end <= from && to < bytes.Length)
        {
            to++;
            end = IsWithin(to) || (bytes[from] == Escape && IsOpen(bytes.AsSpan(from, to - from))) ? end : to;
        }

        return end <= from ? bytes.Length : end;
    }

    private bool IsWithin(int at) => at < bytes.Length && (bytes[at] & 0xC0) == 0x80;

    private int Border(int at)
    {
        while (IsWithin(at))
        {
            at++;
        }

        return at;
    }

    // ESC [ parameters letter.
    private static bool IsOpen(ReadOnlySpan<byte> sequence) => sequence.Length < 2
        || (sequence[1] == '[' && sequence[2..].IndexOfAnyExceptInRange((byte)' ', (byte)'?') < 0 && sequence.Length < MaxSequence);

    // So many of the replacements stand for one byte each, those at the ends first: there characters were cut.
    private static byte[] Shrink(byte[] encoded, int cut)
    {
        ReadOnlySpan<byte> replacement = "\uFFFD"u8;
        var (head, tail) = (0, 0);
        while (head < cut && head < 3 && encoded.AsSpan(3 * head).StartsWith(replacement))
        {
            head++;
        }

        while (head + tail < cut && tail < 3 && encoded.AsSpan(0, encoded.Length - 3 * tail).EndsWith(replacement))
        {
            tail++;
        }

        var inner = cut - head - tail;
        var (shrunk, at) = (new List<byte>(encoded.Length), 3 * head);
        shrunk.AddRange(Enumerable.Repeat((byte)0xBF, head));
        var stop = encoded.Length - 3 * tail;
        while (at < stop)
        {
            if (inner > 0 && encoded.AsSpan(at).StartsWith(replacement))
            {
                shrunk.Add(0xFF);
                (at, inner) = (at + 3, inner - 1);
                continue;
            }

            shrunk.Add(encoded[at++]);
        }

        shrunk.AddRange(Enumerable.Repeat((byte)0xFF, tail));
        return [.. shrunk];
    }
}
