using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>What is said of a tool that exists and that a URL does not have: the catalogue is public, so the name gives
/// nothing away, and "unknown" alone would send an agent looking for another spelling.</summary>
internal static class NotOffered
{
    /// <summary>Why, as the rest of a sentence behind the name; null for a name that no catalogue of the URL knows.</summary>
    public static string? Why(string name, UrlTools tools)
    {
        foreach (var filter in tools.Filters)
        {
            if (filter.Catalog.Find(name) is { } tool && !filter.Allows(tool))
            {
                return tool.Effect != Effect.Read && tools.Select().All(each => each.Tool.Effect == Effect.Read)
                    ? "is not offered here: this URL only reads"
                    : filter.IsAnswered(tool) ? "is not offered here: this URL does not have it"
                    : "asks another account of this URL, which does not answer it";
            }
        }

        return tools.LostOf(name) is { } lost
            ? $"is of account {lost.Id}, whose tools this URL has no more: it was deleted, all its URLs were revoked, or it lets this caller in no more"
            : null;
    }
}
