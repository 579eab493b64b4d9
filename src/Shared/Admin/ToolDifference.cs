using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>What a URL's tools are now, beside those that were approved: short names.</summary>
/// <param name="Added">Tools that were not there.</param>
/// <param name="Removed">Tools that are no more.</param>
/// <param name="Changed">Tools whose name stayed: their description, arguments or effect is another.</param>
internal sealed record ToolDifference(
    IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    /// <summary>Nobody knows which tools were approved: it was before this was kept, or the record is gone.</summary>
    public static readonly ToolDifference Unknown = new([], [], []);

    /// <summary>What differs between two.</summary>
    public static ToolDifference Of(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) => new(
        [.. now.Keys.Where(name => !before.ContainsKey(name)).Order(StringComparer.Ordinal)],
        [.. before.Keys.Where(name => !now.ContainsKey(name)).Order(StringComparer.Ordinal)],
        [.. now.Where(tool => before.TryGetValue(tool.Key, out var was) && was != tool.Value).Select(tool => tool.Key)
            .Order(StringComparer.Ordinal)]);

    /// <summary>Writes it as the member <c>tools_difference</c>: null where it is not known.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        const string Member = "tools_difference";
        if (ReferenceEquals(this, Unknown))
        {
            writer.WriteNull(Member);
            return;
        }

        writer.WriteStartObject(Member);
        writer.WriteTexts("added", Added);
        writer.WriteTexts("removed", Removed);
        writer.WriteTexts("changed", Changed);
        writer.WriteEndObject();
    }
}
