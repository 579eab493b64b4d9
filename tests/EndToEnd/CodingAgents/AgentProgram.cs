using System.Runtime.InteropServices;
using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>A coding agent, or a program made with an agent framework, that runs here without a network: a URL of ours is its one server, called tfc, and its model a script.</summary>
/// <param name="Name">As docs/clients.md has it.</param>
/// <param name="Package">The npm package whose version is pinned.</param>
/// <param name="Preset"><c>config.client</c> of its URL.</param>
/// <param name="Prefix">What it puts before a tool's name.</param>
/// <param name="Start">The command line for one task, settings written to its home on the way.</param>
internal sealed record AgentProgram(string Name, string Package, string Preset, string Prefix, Func<AgentHome, IReadOnlyList<string>> Start)
{
    /// <summary>What it is asked about its servers, where a task says nothing of one that is not there; null where it does.</summary>
    public Func<AgentHome, IReadOnlyList<string>>? Status { get; init; }

    /// <summary>Variables of its environment.</summary>
    public Func<AgentHome, IReadOnlyDictionary<string, string>> Environment { get; init; } = _ => new Dictionary<string, string>();

    /// <summary>What it shows of a URL that is dead when it starts: the answer's text, or the status alone.</summary>
    public required string AtStart { get; init; }

    /// <summary>Arguments that it puts into every tool's schema, and sends on to the server.</summary>
    public IReadOnlyList<string> Adds { get; init; } = [];

    private static readonly string Platform = $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    // Its package for other platforms is not in every registry.
    private static string OpenCode
    {
        get
        {
            var program = AgentHome.Module("opencode-linux-x64", "bin", "opencode");
            Assert.SkipUnless(File.Exists(program), "opencode is pinned for Linux on x64.");
            return program;
        }
    }

    /// <summary>Those there are.</summary>
    public static IReadOnlyList<AgentProgram> All { get; } =
    [
        new("Claude Code", "@anthropic-ai/claude-code", "claude-code", "mcp__tfc__", home =>
        [
            AgentHome.Module("@anthropic-ai", $"claude-code-{Platform}", "claude"), "-p", "go", "--mcp-config", Json(new { mcpServers = new { tfc = new { type = "http", url = home.Url } } }), "--strict-mcp-config",
            "--allowedTools", "mcp__tfc",
        ])
        {
            Status = home =>
            {
                home.Write(".claude.json", new { mcpServers = new { tfc = new { type = "http", url = home.Url } } });
                return [AgentHome.Module("@anthropic-ai", $"claude-code-{Platform}", "claude"), "mcp", "list"];
            },
            Environment = home => new Dictionary<string, string>
            {
                ["ANTHROPIC_BASE_URL"] = home.Model, ["ANTHROPIC_API_KEY"] = "sk-ant-scripted", ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1", ["DISABLE_AUTOUPDATER"] = "1",

                // Which is what it does where its API is not Anthropic's own: every schema in the request, so that the script sees them.
                ["ENABLE_TOOL_SEARCH"] = "false",
            },
            AtStart = "status",
        },
        new("Codex", "@openai/codex", "codex", "mcp__tfc", home =>
        {
            home.Write(Path.Combine(".codex", "config.toml"), $"""
                model = "gpt-5"
                model_provider = "scripted"
                [model_providers.scripted]
                name = "scripted"
                base_url = "{home.Model}/v1"
                wire_api = "responses"
                [mcp_servers.tfc]
                url = "{home.Url}"
                """);
            return [NpmClient.Node, AgentHome.Module("@openai", "codex", "bin", "codex.js"), "exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "go"];
        })
        {
            Environment = _ => new Dictionary<string, string> { ["RUST_LOG"] = "codex_mcp=warn" },
            AtStart = "text",
        },
        new("Gemini CLI", "@google/gemini-cli", "gemini", "mcp_tfc_", home =>
        {
            home.Write(Path.Combine(".gemini", "settings.json"), new
            {
                mcpServers = new { tfc = new { httpUrl = home.Url, trust = true } },
                security = new { auth = new { selectedType = "gemini-api-key" } },
                privacy = new { usageStatisticsEnabled = false },
            });
            return [NpmClient.Node, AgentHome.Module("@google", "gemini-cli", "bundle", "gemini.js"), "--debug", "--yolo", "--model", "gemini-2.5-flash", "--prompt", "go"];
        })
        {
            Environment = home => new Dictionary<string, string> { ["GEMINI_API_KEY"] = "scripted", ["GOOGLE_GEMINI_BASE_URL"] = home.Model, ["GEMINI_CLI_TRUST_WORKSPACE"] = "true" },
            AtStart = "text",
            Adds = ["wait_for_previous"],
        },
        new("opencode", "opencode-linux-x64", "opencode", "tfc_", home =>
        {
            home.Write(Path.Combine(".config", "opencode", "opencode.json"), new
            {
                model = "scripted/scripted",
                provider = new { scripted = new { npm = "@ai-sdk/openai-compatible", options = new { baseURL = $"{home.Model}/v1", apiKey = "scripted" }, models = new { scripted = new { name = "scripted" } } } },
                mcp = new { tfc = new { type = "remote", url = home.Url, enabled = true } },
                permission = "allow",
                autoupdate = false,
                share = "disabled",
            });
            return [OpenCode, "run", "go"];
        })
        {
            Status = home =>
            {
                home.Write(Path.Combine(".config", "opencode", "opencode.json"), new { mcp = new { tfc = new { type = "remote", url = home.Url, enabled = true } }, autoupdate = false });
                return [OpenCode, "mcp", "list"];
            },
            Environment = _ => new Dictionary<string, string>
            {
                ["OPENCODE_DISABLE_AUTOUPDATE"] = "1", ["OPENCODE_DISABLE_MODELS_FETCH"] = "1", ["OPENCODE_DISABLE_DEFAULT_PLUGINS"] = "1", ["OPENCODE_DISABLE_LSP_DOWNLOAD"] = "1",
            },
            AtStart = "status",
        },
        new("Mastra", "@mastra/mcp", "mastra", "tfc_", home => [NpmClient.Node, AgentHome.Folder("mastra.mjs"), home.Url, $"{home.Model}/v1"]) { AtStart = "text" },
    ];

    /// <summary>The pinned version.</summary>
    public string Version
    {
        get
        {
            using var package = JsonDocument.Parse(File.ReadAllText(AgentHome.Folder("package.json")));
            return new[] { "dependencies", "optionalDependencies" }.Select(kind => package.RootElement.GetProperty(kind)).First(kind => kind.TryGetProperty(Package, out _)).GetProperty(Package).GetString()!;
        }
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
