namespace ServerlessMcp.Local.Commands;

/// <summary>What each client takes, and where it goes: the lines of the console's <c>clients.js</c>, which a test holds
/// these to.</summary>
internal static class ClientLines
{
    private static readonly (string Client, string Where, string Line)[] All =
    [
        ("claude-code", "In a terminal", "claude mcp add --transport http tfc {url}"),
        ("claude", "Settings, Connectors, Add custom connector: this URL, nothing else", "{url}"),
        ("claude", "Claude Desktop: claude_desktop_config.json", """{"mcpServers": {"tfc": {"command": "npx", "args": ["-y", "mcp-remote", "{url}"]}}}"""),
        ("chatgpt", "Developer mode: Settings, Connectors, Create: this URL, no authentication", "{url}"),
        ("cursor", "~/.cursor/mcp.json", """{"mcpServers": {"tfc": {"url": "{url}"}}}"""),
        ("vscode", "In a terminal", """code --add-mcp '{"name":"tfc","type":"http","url":"{url}"}'"""),
        ("vscode", ".vscode/mcp.json", """{"servers": {"tfc": {"type": "http", "url": "{url}"}}}"""),
        ("codex", "~/.codex/config.toml", "[mcp_servers.tfc]\nurl = \"{url}\""),
        ("gemini", "~/.gemini/settings.json", """{"mcpServers": {"tfc": {"httpUrl": "{url}"}}}"""),
    ];

    /// <summary>The lines of a client for a URL; none of one that takes the URL alone.</summary>
    public static IReadOnlyList<(string Where, string Line)> For(string? client, string url) =>
        [.. All.Where(one => one.Client == client).Select(one => (one.Where, one.Line.Replace("{url}", url, StringComparison.Ordinal)))];
}
