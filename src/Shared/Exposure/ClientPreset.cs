using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// <c>config.client</c>: what a URL is set to for one client. It sets three members of the config where nothing else is
/// given for them; the record keeps what came of it, so that a later version of this table changes no URL that lives.
/// </summary>
/// <param name="Name">What the config says.</param>
/// <param name="ToolNames">Short wherever the client puts the server's name before a tool's: behind
/// <c>mcp__serverless-mcp__</c> 40 characters are within every published limit, 64 are not.</param>
/// <param name="Listing">All for clients that load schemas when they need them, or whose administrators allow tools one
/// by one; auto for those that load every schema, or stop at a number.</param>
public sealed record ClientPreset(string Name, ToolNames ToolNames, ToolListing Listing)
{
    /// <summary>Whether results have <c>structuredContent</c>. No client was seen to need it: all show a model the text
    /// where that is all there is.</summary>
    public bool StructuredContent { get; init; }

    /// <summary>Every client there is a preset for, in the order they are told.</summary>
    public static IReadOnlyList<ClientPreset> All { get; } =
    [
        new("claude", ToolNames.Short, ToolListing.Auto),
        new("claude-code", ToolNames.Short, ToolListing.All),
        new("chatgpt", ToolNames.Short, ToolListing.Auto),
        new("cursor", ToolNames.Short, ToolListing.Auto),
        new("vscode", ToolNames.Short, ToolListing.Auto),
        new("codex", ToolNames.Short, ToolListing.All),
        new("gemini", ToolNames.Short, ToolListing.Auto),
        new("qwen", ToolNames.Short, ToolListing.Auto),
        new("opencode", ToolNames.Short, ToolListing.Auto),
        new("cline", ToolNames.Short, ToolListing.Auto),
        new("continue", ToolNames.Short, ToolListing.Auto),
        new("crush", ToolNames.Short, ToolListing.Auto),
        new("pi", ToolNames.Short, ToolListing.Auto),
        new("mastra", ToolNames.Short, ToolListing.Auto),
        new("copilot-studio", ToolNames.Short, ToolListing.All),
        new("devops-agent", ToolNames.Short, ToolListing.All),
        new("azure-sre-agent", ToolNames.Short, ToolListing.All),
        new("other-agent", ToolNames.Short, ToolListing.Auto),
    ];

    /// <summary>The preset of this name; null if there is none.</summary>
    public static ClientPreset? Find(string? name) => name is null ? null : All.FirstOrDefault(preset => preset.Name == name);
}
