namespace ServerlessMcp.Mcp;

/// <summary>Header names of the Streamable HTTP transport; the SDK keeps its own constants to itself.</summary>
internal static class McpHeader
{
    /// <summary>The revision of the message, since 2025-06-18.</summary>
    public const string ProtocolVersion = "MCP-Protocol-Version";

    /// <summary>The JSON-RPC method, since 2026-07-28 (SEP-2243).</summary>
    public const string Method = "Mcp-Method";

    /// <summary>The tool, prompt or resource, since 2026-07-28 (SEP-2243).</summary>
    public const string Name = "Mcp-Name";
}
