using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>Where the lines of a log end that is read in pieces.</summary>
internal static class LogLineEnd
{
    // A line of text that is longer than a page is cut; the next page goes on within it.
    private const int MaxLine = TextPiece.Length;

    private const int MaxWord = MaxLine / 4;

    /// <summary>The length of the next line with its line feed; 0 if it has not been printed to its end yet.</summary>
    public static int Of(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var end = bytes.IndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            end = isEnd || (bytes.Length > MaxLine
                && !(bytes.Length < LogSource.MaxLength && StructuredLine.Begins(bytes))) ? bytes.Length : 0;
        }

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
