using System.Text;
using ServerlessMcp.Catalog;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Reports.Logs;

/// <summary>Makes text of a log's lines: structured ones as Terraform would have printed them, colours and frame gone, credentials withheld.</summary>
internal sealed class LogLines
{
    private bool isInKey;

    /// <summary>The text of a whole log, or of any other text.</summary>
    public static string TextOf(ReadOnlySpan<byte> log)
    {
        var lines = new LogLines();
        var text = new StringBuilder(log.Length);
        foreach (var range in log.Split((byte)'\n'))
        {
            if (range.Start.Value > 0)
                text.Append('\n');
            text.Append(lines.Text(log[range]));
        }

        return text.ToString();
    }

    /// <summary>The text of one line of the log, of several lines where a structured one has a diagnostic or outputs.</summary>
    public string Text(ReadOnlySpan<byte> line)
    {
        var text = (StructuredLine.Is(line) ? StructuredLine.Text(line) : null) ?? TerminalText.Of(line);
        if (isInKey)
        {
            isInKey = !SecretText.ClosesKey(text);
            return PresignedUrl.Withheld;
        }

        isInKey = SecretText.IsKeyOpen(text);
        return SecretText.Scrub(text);
    }
}
