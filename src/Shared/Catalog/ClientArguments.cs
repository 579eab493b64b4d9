using System.Collections.Frozen;

namespace ServerlessMcp.Catalog;

/// <summary>
/// Arguments that clients add to every call by themselves. The model can't take them out again, so where a tool has no
/// argument of the name they are dropped, not refused. A name stands here only with a public report that a released
/// client sends it.
/// </summary>
internal static class ClientArguments
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        // n8n: https://github.com/n8n-io/n8n/issues/21500, /21716, /22787, /37308;
        // https://github.com/makenotion/notion-mcp-server/issues/146.
        "toolCallId", "sessionId", "action", "chatInput", "tool",
        // Cline: https://github.com/cline/cline/issues/8256, /9919, /10426.
        "task_progress",
        // Gemini CLI, into the schema of every tool: addWaitForPreviousParameter of
        // https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/tools/tools.ts.
        "wait_for_previous",
        // SiYuan: https://github.com/siyuan-note/siyuan/issues/17927.
        "_sessionID",
        // mcpproxy: https://github.com/smart-mcp-proxy/mcpproxy-go/issues/322.
        "_auth_auth_type");

    /// <summary>Whether a client added this argument, rather than a model that meant one of the tool's: <c>action:
    /// "delete"</c> where the tool has <c>actions</c> with that value would be left out in silence.</summary>
    public static bool Adds(ToolDefinition tool, string name, JsonElement value) => Names.Contains(name)
        && !(value.ValueKind == JsonValueKind.String && ArgumentWords.Text(value) is { } text
            && tool.Arguments.Any(argument => argument.Name == name + "s" && argument.AllowedValues.Contains(text)));

    /// <summary>Whether a client adds an argument of this name.</summary>
    public static bool Contains(string name) => Names.Contains(name);
}
