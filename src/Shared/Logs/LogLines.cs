using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>Makes text of a log's lines: structured ones as Terraform would have printed them, colours and frame gone,
/// credentials withheld.</summary>
/// <param name="copies">What is withheld wherever it stands.</param>
internal sealed class LogLines(SecretCopies copies)
{
    /// <summary>How far back a private key may have begun that goes on here, in bytes: one of 16,384 bits has 13 KB,
    /// and colours and indents come on top.</summary>
    public const int MaxKey = 32 * 1024;

    private bool isInKey;

    /// <summary>The text of a whole log, or of any other text.</summary>
    public static string TextOf(ReadOnlySpan<byte> log, SecretCopies? copies = null, WorkBudget? budget = null)
    {
        var lines = new LogLines(copies ?? SecretCopies.None);
        var text = new StringBuilder(log.Length);
        foreach (var range in log.Split((byte)'\n'))
        {
            var (from, length) = range.GetOffsetAndLength(log.Length);
            budget?.Step(length * 8);
            if (from > 0)
                text.Append('\n');
            text.Append(lines.Text(log[range]));
        }

        return text.ToString();
    }

    /// <summary>Begins within a log, behind these bytes of it: a key that is open there goes on.</summary>
    public void Follow(ReadOnlySpan<byte> before) => isInKey = SecretText.IsKeyOpen(TerminalText.Of(before));

    /// <summary>The text of one line of the log, of several lines where a structured one has a diagnostic or outputs.</summary>
    public string Text(ReadOnlySpan<byte> line)
    {
        var text = copies.Withhold((StructuredLine.Is(line) ? StructuredLine.Text(line, copies) : null) ?? TerminalText.Of(line));
        if (isInKey)
        {
            // Files printed one after the other have the end of one and the beginning of the next on one line.
            isInKey = !SecretText.ClosesKey(text) || SecretText.IsKeyOpen(text);
            return PresignedUrl.Withheld;
        }

        isInKey = SecretText.IsKeyOpen(text);
        return SecretText.Scrub(text);
    }
}
