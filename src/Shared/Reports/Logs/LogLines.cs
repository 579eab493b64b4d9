using ServerlessMcp.Catalog;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Reports.Logs;

/// <summary>Makes text of a log's lines: structured ones as Terraform would have printed them, colours and frame gone, credentials withheld.</summary>
internal sealed class LogLines
{
    private bool isInKey;

    /// <summary>The text of one line of the log, of several lines where a structured one has a diagnostic or outputs.</summary>
    public string Text(ReadOnlySpan<byte> line)
    {
        var text = SecretText.Scrub((StructuredLine.Is(line) ? StructuredLine.Text(line) : null) ?? TerminalText.Of(line));

        // A private key is printed over many lines, and only its first and last say what it is.
        if (isInKey)
        {
            isInKey = !text.Contains("-----END ", StringComparison.Ordinal);
            return PresignedUrl.Withheld;
        }

        if (text.IndexOf("-----BEGIN ", StringComparison.Ordinal) is var begin and >= 0 && text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            isInKey = !text.Contains("-----END ", StringComparison.Ordinal);
            return text[..begin] + PresignedUrl.Withheld;
        }

        return text;
    }
}
