namespace ServerlessMcp.Local.Commands;

/// <summary>Where clients keep what they are set to: of this user, and of the folder that one works in.</summary>
internal static class ClientFiles
{
    /// <summary>Those that are here, read.</summary>
    public static IEnumerable<ClientFile> Here()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var settings = OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support")
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : Path.Combine(home, ".config");
        var codex = Environment.GetEnvironmentVariable("CODEX_HOME") is { Length: > 0 } own ? own : Path.Combine(home, ".codex");
        var here = Directory.GetCurrentDirectory();
        (string Client, string Path)[] all =
        [
            ("Claude Code", Path.Combine(home, ".claude.json")),
            ("Claude Code", Path.Combine(here, ".mcp.json")),
            ("Claude Desktop", Path.Combine(settings, "Claude", "claude_desktop_config.json")),
            ("Cursor", Path.Combine(home, ".cursor", "mcp.json")),
            ("Cursor", Path.Combine(here, ".cursor", "mcp.json")),
            ("VS Code", Path.Combine(settings, "Code", "User", "mcp.json")),
            ("VS Code", Path.Combine(here, ".vscode", "mcp.json")),
            ("Codex", Path.Combine(codex, "config.toml")),
            ("Gemini CLI", Path.Combine(home, ".gemini", "settings.json")),
            ("Gemini CLI", Path.Combine(here, ".gemini", "settings.json")),
        ];
        return all.DistinctBy(one => one.Path).Where(one => File.Exists(one.Path)).Select(one => new ClientFile(one.Client, one.Path).Read());
    }
}
