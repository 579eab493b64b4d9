using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>What is said of a tool that exists and that a URL does not have: the catalogue is public, so the name gives
/// nothing away, and "unknown" alone would send an agent looking for another spelling.</summary>
internal static class NotOffered
{
    /// <summary>Why, as the rest of a sentence behind the name; null for a name that the catalogue does not know.</summary>
    public static string? Why(string name, ToolFilter filter) =>
        filter.Catalog.Find(name) is not { } tool || filter.Allows(tool) ? null
        : tool.Effect != Effect.Read && filter.Select().All(each => each.Effect == Effect.Read)
            ? "is not offered here: this URL only reads"
        : "is not offered here: this URL does not have it";
}
