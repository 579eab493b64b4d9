using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>An answer: its status, its headers without those of the transport, the bytes of its body.</summary>
internal sealed record RawAnswer(int Status, SortedDictionary<string, string> Headers, byte[] Body)
{
    private static readonly HashSet<string> Transport = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Server",
    };

    public static RawAnswer Of(int status, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers.Where(header => !Transport.Contains(header.Key)))
        {
            kept[name.ToLowerInvariant()] = kept.TryGetValue(name.ToLowerInvariant(), out var before) ? $"{before},{value}" : value;
        }

        return new RawAnswer(status, kept, body);
    }

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>What the text of a tool's result says.</summary>
    public JsonNode ToolJson => JsonNode.Parse((string)Json["result"]!["content"]![0]!["text"]!)!;

    /// <summary>Everything that is compared, as one text.</summary>
    public string Told => $"{Status}\n{string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\n"))}\n{Text}";
}
