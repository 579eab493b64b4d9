using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>The search index of the documentation's site: five lists of documents, of which the first has the pages
/// (https://github.com/easyops-cn/docusaurus-search-local).</summary>
internal static class DocumentationIndex
{
    private const int MaxPages = 5000;

    private static readonly char[] Ends = [' ', '\t', '\n', '-', '_', '/', ',', '.', ':', '(', ')', '?', '"', '\''];

    /// <summary>Reads it; null if it is none.</summary>
    public static IReadOnlyList<DocumentationPage>? Read(ReadOnlySpan<byte> index)
    {
        try
        {
            var reader = new Utf8JsonReader(index);
            var all = JsonElement.ParseValue(ref reader);
            if (all.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var lists = all.EnumerateArray().Take(5).ToArray();
            var (about, keywords) = (Texts(lists, 2), Texts(lists, 3));
            return [.. (lists.Length == 0 ? [] : Each(lists[0], "documents")).Take(MaxPages)
                .Where(page => Text(page, "u") is ['/', ..])
                .Select(page => new DocumentationPage(
                    Text(page, "u")!, Text(page, "t") ?? "",
                    [.. Each(page, "b").Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
                    Text(page, "s"), about.GetValueOrDefault(Text(page, "u")!, ""), keywords.GetValueOrDefault(Text(page, "u")!, "")))];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The pages that a question fits, the best first, each with how well.</summary>
    public static IEnumerable<(DocumentationPage Page, double Relevance)> Find(IReadOnlyList<DocumentationPage> pages, string question)
    {
        var words = Words(question).Distinct().Take(20).ToArray();
        return words.Length == 0 ? [] : pages.Select(page => (Page: page, Relevance: words.Average(word => Fit(page, word))))
            .Where(found => found.Relevance > 0).OrderByDescending(found => found.Relevance)
            .ThenBy(found => found.Page.Path, StringComparer.Ordinal);
    }

    // The weights of Tharsis' own search.
    private static double Fit(DocumentationPage page, string word) => (3 * In(page.Title, word)) + (2 * In(page.Keywords, word))
        + (1.5 * In(string.Join(' ', page.Breadcrumbs), word)) + (1.5 * In(page.Description, word)) + In(page.Section ?? "", word);

    // A word, its beginning, or one that begins as it does: service accounts, account.
    private static double In(string text, string word)
    {
        var best = 0.0;
        foreach (var one in Words(text))
        {
            best = Math.Max(best, one == word ? 1 : one.StartsWith(word, StringComparison.Ordinal) && word.Length > 2 ? 0.8
                : word.StartsWith(one, StringComparison.Ordinal) && one.Length > 3 ? 0.6 : 0);
        }

        return best;
    }

    private static string[] Words(string text) => text.ToLowerInvariant()
        .Split(Ends, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, string> Texts(JsonElement[] lists, int at) => lists.Length <= at ? []
        : Each(lists[at], "documents").Where(one => Text(one, "u") is not null)
            .GroupBy(one => Text(one, "u")!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(' ', group.Select(one => Text(one, "t") ?? "")), StringComparer.Ordinal);
}
