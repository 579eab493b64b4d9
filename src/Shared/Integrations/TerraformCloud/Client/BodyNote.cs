using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Tells in a few words what a body is that is not the JSON it should be: its media type and its first line, so that a
/// reader knows a proxy's login page from a server's "not found". Of what begins as JSON no line is shown: that may be
/// the whole of a state, with nobody to say what of it is a secret.
/// </summary>
internal static class BodyNote
{
    /// <summary>How much of a body is looked at, in bytes.</summary>
    public const int MaxHead = 1024;

    private const int MaxLine = 120;

    private static readonly SearchValues<char> Values = SearchValues.Create("{[\"=;");
    private static readonly SearchValues<char> ValuesAndColon = SearchValues.Create("{[\"=;:");

    /// <summary><c>text/plain, beginning with "plan not found"</c>.</summary>
    /// <param name="mediaType">The answer's media type; null if it named none.</param>
    /// <param name="body">The body, or its beginning.</param>
    public static string Of(string? mediaType, ReadOnlySpan<byte> body)
    {
        var type = mediaType is { Length: > 0 } named ? ErrorDocument.Clean(named.Split(';')[0]) : "no media type";
        var head = body[..Math.Min(body.Length, MaxHead)];
        return head.TrimStart(" \t\r\n\uFEFF"u8) switch
        {
            [] => $"{type}, an empty body",
            [(byte)'{' or (byte)'[' or (byte)'"', ..] => $"{type}, JSON of another form, or not whole",
            var text when text.ContainsAnyInRange((byte)0, (byte)8) => $"{type}, bytes that are no text",
            var text => FirstLine(text) is { Length: > 0 } line ? $"{type}, beginning with \"{line}\"" : type,
        };
    }

    // Words only: where a value may begin, what is shown ends, unless it is what an error says.
    private static string Plain(string line)
    {
        var clean = ErrorDocument.Clean(line);
        var colon = clean.IndexOf(':', StringComparison.Ordinal);
        var isError = colon >= 0 && clean.AsSpan(0, colon).EndsWith("error", StringComparison.OrdinalIgnoreCase);
        var end = clean.AsSpan().IndexOfAny(isError ? Values : ValuesAndColon);
        return (end < 0 ? clean : clean[..end]).Trim();
    }

    // A page's first words stand between its tags.
    private static string? FirstLine(ReadOnlySpan<byte> text)
    {
        var words = new StringBuilder(text.Length);
        var isTag = false;
        foreach (var character in Encoding.UTF8.GetString(text))
        {
            isTag = character == '<' || (isTag && character != '>');
            words.Append(isTag ? '\n' : character == '>' ? '\n' : character);
        }

        var line = words.ToString().Split('\n').Select(Plain).FirstOrDefault(line => line.Length > 0);
        return line is null ? null : TextCut.Shorten(line, MaxLine);
    }
}
