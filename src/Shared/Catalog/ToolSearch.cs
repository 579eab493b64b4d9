using System.Collections.Frozen;

namespace ServerlessMcp.Catalog;

/// <summary>
/// Finds tools by words, so that a model can use hundreds without listing them. A word counts more the fewer tools have it (inverse document frequency), and more in
/// a name than in a tag, and there more than in a description.
/// </summary>
public sealed class ToolSearch
{
    private const double InName = 3, InTag = 2, InDescription = 1;

    // What people say for what the API calls it.
    private static readonly FrozenDictionary<string, string[]> Synonyms = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["var"] = ["variable"],
        ["env"] = ["variable"],
        ["org"] = ["organization"],
        ["config"] = ["configuration"],
        ["remove"] = ["delete"],
        ["add"] = ["create", "add"],
        ["new"] = ["create"],
        ["edit"] = ["update"],
        ["change"] = ["update"],
        ["set"] = ["update", "set"],
        ["show"] = ["get"],
        ["read"] = ["get"],
        ["find"] = ["list"],

        ["cancel"] = ["cancel", "discard"],
        ["approve"] = ["apply", "override", "approve"],
        ["confirm"] = ["apply", "confirm"],
        ["unlock"] = ["unlock"],
        ["drift"] = ["assessment"],
        ["ssh"] = ["ssh", "key"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // In so many names that they tell nothing, and small words.
    private static readonly FrozenSet<string> Ignored =
        ["hashicorp", "terraform", "cloud", "all", "single", "by", "id", "a", "an", "the", "of", "for", "to", "in", "on", "and", "or", "is", "my", "with", "what", "how", "do", "i"];

    private static readonly Lazy<ToolSearch> LazyDefault = new(() => new ToolSearch(ToolCatalog.Default));

    private readonly ToolCatalog catalog;
    private readonly Dictionary<string, List<(int Tool, double Weight)>> postings = new(StringComparer.Ordinal);
    private readonly string[] words;

    private ToolSearch(ToolCatalog catalog)
    {
        this.catalog = catalog;
        for (var i = 0; i < catalog.All.Count; i++)
        {
            var tool = catalog.All[i];
            var weights = new Dictionary<string, double>(StringComparer.Ordinal);
            Note(weights, tool.Name, InName);
            tool.Tags.ToList().ForEach(tag => Note(weights, tag, InTag));
            Note(weights, tool.Description, InDescription);
            foreach (var (word, weight) in weights)
            {
                if (!postings.TryGetValue(word, out var list))
                {
                    postings[word] = list = [];
                }

                list.Add((i, weight));
            }
        }

        words = [.. postings.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The search over the product's catalogue, indexed on first need.</summary>
    public static ToolSearch Default => LazyDefault.Value;

    /// <summary>The tools that <paramref name="filter"/> allows and that have a word of the query, best first; of equals, in the catalogue's order.</summary>
    public IReadOnlyList<ToolDefinition> Find(string query, Func<ToolDefinition, bool> filter)
    {
        var scores = new double[catalog.All.Count];
        foreach (var asked in Words(query).Distinct().SelectMany(word => Synonyms.GetValueOrDefault(word, [word])).Distinct())
        {
            // A beginning is enough ("polic", "var"), at a third of the weight of the word itself.
            foreach (var word in asked.Length < 3 ? words.Where(word => word == asked) : words.Where(word => word.StartsWith(asked, StringComparison.Ordinal)))
            {
                var rarity = Math.Log(1 + ((double)catalog.All.Count / postings[word].Count)) * (word == asked ? 1 : 1 / 3.0);
                foreach (var (tool, weight) in postings[word])
                {
                    scores[tool] += rarity * weight;
                }
            }
        }

        // Of two tools with the same words the one of incident and run work is the likelier.
        return
        [
            .. catalog.All.Select((tool, index) => (Tool: tool, Score: scores[index] * (tool.Tags.Contains("core") ? 1.2 : 1)))
                .Where(scored => scored.Score > 0 && filter(scored.Tool))
                .OrderByDescending(scored => scored.Score)
                .Select(scored => scored.Tool),
        ];
    }

    private static void Note(Dictionary<string, double> weights, string text, double weight)
    {
        foreach (var word in Words(text))
        {
            weights[word] = Math.Max(weights.GetValueOrDefault(word), weight);
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = text[start..i].ToLowerInvariant();
                start = -1;
                if (Ignored.Contains(word))
                {
                    continue;
                }

                // Both forms, so that "policies" is nearer to organization_policies than to policy_checks.
                yield return word;
                if (Singular(word) is var singular && singular != word)
                {
                    yield return singular;
                }
            }
        }
    }

    // policies, runs, workspaces; not status, address.
    private static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u') ? word[..^1]
        : word;
}
