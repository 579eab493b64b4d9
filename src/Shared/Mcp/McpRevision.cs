namespace ServerlessMcp.Mcp;

/// <summary>The revisions of the protocol that are served: https://modelcontextprotocol.io/specification/versioning.</summary>
internal static class McpRevision
{
    /// <summary>The stateless revision: no handshake; version, client and capabilities come with each request in
    /// <c>_meta</c>.</summary>
    public const string Stateless = "2026-07-28";

    private static readonly string[] Handshake = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    /// <summary>Whether the version is one we serve.</summary>
    public static bool IsServed(string version) => version == Stateless || Handshake.Contains(version);

    /// <summary>Whether the version carries its metadata with each request. Dates as text compare as dates.</summary>
    public static bool IsStateless(string? version) => string.CompareOrdinal(version, Stateless) >= 0;
}
