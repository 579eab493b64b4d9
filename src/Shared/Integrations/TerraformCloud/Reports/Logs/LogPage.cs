using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>
/// The lines of one answer: those that fit from where it begins, or the last ones (<c>tail</c>); all of them, or those
/// that match (<c>grep</c>) with their neighbours.
/// </summary>
/// <param name="tail">How many lines at most, of which the last are kept; null for the first that fit.</param>
/// <param name="match">Whether a line is wanted; null for all.</param>
/// <param name="context">How many lines before and after a wanted one come with it.</param>
internal sealed class LogPage(int? tail, Func<string, bool>? match, int context)
{
    private readonly Queue<(string Text, int Length)> kept = new();
    private readonly Queue<string> before = new();
    private int length;
    private int after;
    private bool hasGap;

    /// <summary>Whether the next line didn't fit; it is the first of the next page.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes the next line; false if it doesn't fit, and is not taken.</summary>
    public bool Take(string line)
    {
        line = Cut(line);
        if (match is null)
            return Keep([line]);
        if (!match(line))
        {
            if (after > 0)
            {
                after--;
                return Keep([line]);
            }

            before.Enqueue(line);
            if (before.Count > context)
            {
                before.Dequeue();
                hasGap = kept.Count > 0;
            }

            return true;
        }

        if (!Keep([.. hasGap ? ["--"] : Array.Empty<string>(), .. before, line]))
            return false;
        before.Clear();
        (after, hasGap) = (context, false);
        return true;
    }

    /// <summary>The text, each line ended by a line feed.</summary>
    public string Text() => string.Concat(kept.Select(line => line.Text));

    private bool Keep(ReadOnlySpan<string> lines)
    {
        var size = 0;
        foreach (var line in lines)
            size += Size(line);
        if (kept.Count == 0 && size > TextPiece.Length)
        {
            lines = lines[^1..]; // the wanted line, without neighbours that are too long for a page
        }
        else if (tail is null && kept.Count > 0 && length + size > TextPiece.Length)
        {
            IsFull = true;
            return false;
        }

        foreach (var line in lines)
        {
            kept.Enqueue((line + "\n", Size(line)));
            length += Size(line);
        }

        while (tail is { } most && (kept.Count > most || (length > TextPiece.Length && kept.Count > 1)))
            length -= kept.Dequeue().Length;
        return true;
    }

    // A text is read in pieces, so only a structured line is longer than a page: outputs with a whole policy, an error
    // with a whole document.
    private static string Cut(string line)
    {
        if (Size(line) <= TextPiece.Length)
            return line;
        return $"{TextCut.Start(line, TextPiece.Length / 4)}… ({line.Length} characters)";
    }

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + 1;
}
