using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The mark that a URL leaves in a text (<see cref="ChangeAttribution"/>). It is ours: the caller asked for
/// what stands before it, or for nothing.</summary>
internal static class AttributionMark
{
    private const string Start = $"(via {UrlMark.Prefix}";

    // A ticket has this many at most, and no space.
    private const int MostOfTicket = 20;

    /// <summary>The mark of a URL: <c>(via mcp-0f3c9a1b)</c>, and the ticket that it is for behind it, if there is one:
    /// <c>(via mcp-0f3c9a1b) INC-4711</c>. The control plane's lists and trails take its digits.</summary>
    public static string Of(McpServer server) =>
        $"(via {UrlMark.Of(server.Id)}){(server.Ticket is { } ticket ? $" {ticket}" : "")}";

    /// <summary>The text cut to a length, and behind it the mark if it has one; of marks of before, which had all
    /// digits of the id, the first.</summary>
    public static string Shorten(string text, int most)
    {
        var at = text.LastIndexOf(Start, StringComparison.Ordinal);
        var end = at + Start.Length + UrlMark.Digits;
        var close = at < 0 || text.Length <= end ? -1 : text.IndexOf(')', end);
        return close < 0 || !(close == end ? IsTicket(text.AsSpan(close + 1)) : close == text.Length - 1) ? TextCut.Shorten(text, most)
            : ($"{TextCut.Shorten(text[..at].TrimEnd(), most)} {text.AsSpan(at, Start.Length + UrlMark.Digits)}"
                + $"{(close == end ? ")" : "…)")}{text.AsSpan(close + 1)}").TrimStart();
    }

    // Nothing, or a space and a word. Marks of before had no ticket.
    private static bool IsTicket(ReadOnlySpan<char> text) => text.IsEmpty
        || (text[0] == ' ' && text.Length is > 1 and <= MostOfTicket + 1 && !text[1..].ContainsAny(" \t\r\n)"));

    /// <summary>Whether nothing else was asked for.</summary>
    public static bool IsAll(TerraformTool tool, Argument argument, JsonElement value) =>
        ChangeAttribution.IsMarked(tool, argument) && value.GetString() is { } text
        && text.StartsWith("(via ", StringComparison.Ordinal);

    /// <summary>Whether a text has such a mark: what it stands in was done through a URL, by the user of its token.</summary>
    public static bool IsIn(string? text) => text?.Contains(Start, StringComparison.Ordinal) == true;

    /// <summary>Whether what is shown is what was asked for without it.</summary>
    public static bool IsBehind(TerraformTool tool, Argument argument, JsonElement value, JsonElement shown) =>
        ChangeAttribution.IsMarked(tool, argument) && shown.ValueKind == JsonValueKind.String
        && value.GetString()! is var text && text.LastIndexOf(" (via ", StringComparison.Ordinal) is var at and > 0
            && text[..at] == shown.GetString();
}
