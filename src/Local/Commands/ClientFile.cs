using System.Text.RegularExpressions;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local.Commands;

/// <summary>A configuration file of a client, and the servers of ours in it.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="Path">Where it is.</param>
internal sealed partial record ClientFile(string Client, string Path)
{
    private const long MostBytes = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions AsEditorsAllow =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    private readonly List<ConfiguredServer> servers = [];

    /// <summary>What it is set to.</summary>
    public IReadOnlyList<ConfiguredServer> Servers => servers;

    /// <summary>Why it could not be read; null if it was.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Reads it, as JSON with what editors allow in it, or as TOML.</summary>
    public ClientFile Read()
    {
        try
        {
            if (new FileInfo(Path).Length > MostBytes)
            {
                Complaint = "it is too large to look through.";
            }
            else if (Path.EndsWith(".toml", StringComparison.Ordinal))
            {
                ReadToml(File.ReadLines(Path));
            }
            else
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(Path), AsEditorsAllow);
                Walk(json.RootElement, "");
            }
        }
        catch (JsonException)
        {
            Complaint = "it is no JSON that can be read.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Complaint = "it can't be read.";
        }

        return this;
    }

    // A server is an object of which some text, at any depth (an argument of mcp-remote), is a URL of ours; its name is
    // that of the member it stands under, within mcpServers or servers.
    private void Walk(JsonElement element, string name)
    {
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (member.Name is "mcpServers" or "servers" && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var server in member.Value.EnumerateObject())
                {
                    Add(server.Name, Texts(server.Value));
                }
            }
            else
            {
                Walk(member.Value, member.Name);
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    private void ReadToml(IEnumerable<string> lines)
    {
        var (name, texts) = ("", new List<string>());
        foreach (var line in lines)
        {
            if (TomlServer().Match(line) is { Success: true } match)
            {
                if (match.Groups["name"].Value != name)
                {
                    Add(name, texts);
                    (name, texts) = (match.Groups["name"].Value, []);
                }
            }
            else
            {
                texts.AddRange(TomlText().Matches(line).Select(text => text.Groups["text"].Value));
            }
        }

        Add(name, texts);
    }

    private void Add(string name, IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var token = all.SelectMany(text => text.Split(' '))
            .FirstOrDefault(word => SecretToken.IsWellFormed(SecretToken.UrlPrefix, word));
        foreach (var text in all)
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                && url is { UserInfo: "", Segments: [.., var end] }
                && (SecretToken.IsWellFormed(SecretToken.UrlPrefix, end)
                    || url.AbsolutePath.StartsWith("/mcp/s/mcp-", StringComparison.Ordinal)
                    || (url.AbsolutePath == "/mcp" && token is not null)))
            {
                servers.Add(new ConfiguredServer(name, url, url.AbsolutePath == "/mcp" ? token : null));
            }
        }
    }

    [GeneratedRegex("""^\s*\[mcp_servers\.(?<name>"[^"]+"|[A-Za-z0-9_-]+)[\].]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TomlServer();

    [GeneratedRegex("""["'](?<text>[^"']+)["']""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TomlText();
}
