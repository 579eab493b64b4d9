using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// Finds tools by words, so that a model can use hundreds without listing them. A word counts more the fewer tools have
/// it (inverse document frequency), and more in a name than in a tag, there more than in a description, and least in
/// the arguments. A tool that has all words of a question goes before one that has the rarest. <c>ToolSearchTests</c>
/// has the questions that the weights were chosen by.
/// </summary>
internal sealed class ToolSearch
{
    private const double InName = 3, InTag = 2, InDescription = 1, InArguments = 0.4;

    // Of the word itself: another form of it (locked for lock), its beginning ("polic"), another word for it.
    private const double OfForm = 0.8, OfBeginning = 1 / 3.0, OfSynonym = 0.7;

    // For each word of a name that nobody asked for: create_a_workspace goes before create_a_workspace_variable.
    private const double Unasked = 0.25;

    // Of two tools with the same words the one of incident and run work is the likelier.
    private const double Core = 1.2;

    private readonly ToolCatalog catalog;
    private readonly Dictionary<string, List<(int Tool, double Weight)>> postings = new(StringComparer.Ordinal);
    private readonly (string Word, string Stem)[] words;
    private readonly HashSet<string>[] names;

    private ToolSearch(ToolCatalog catalog)
    {
        this.catalog = catalog;
        names = [.. catalog.All.Select(
            tool => SearchWords.Of(tool.Name).Select(SearchWords.Stem).ToHashSet(StringComparer.Ordinal))];
        for (var i = 0; i < catalog.All.Count; i++)
        {
            foreach (var (word, weight) in Weights(catalog.All[i]))
            {
                if (!postings.TryGetValue(word, out var list))
                {
                    postings[word] = list = [];
                }

                list.Add((i, weight));
            }
        }

        words = [.. postings.Keys.Order(StringComparer.Ordinal).Select(word => (word, SearchWords.Stem(word)))];
    }

    /// <summary>The search over a catalogue, indexed on first need.</summary>
    public static ToolSearch Of(ToolCatalog catalog) => catalog.Kept(static catalog => new ToolSearch(catalog));

    /// <summary>The tools that <paramref name="filter"/> allows and that have a word of the query, best first; of
    /// equals, in the catalogue's order.</summary>
    public IReadOnlyList<ToolDefinition> Find(string query, Func<ToolDefinition, bool> filter)
    {
        var asked = SearchWords.Of(query).Distinct().ToArray();
        var (sums, counts, named) = (new double[names.Length], new int[names.Length], new int[names.Length]);
        foreach (var meant in asked.Select(SearchWords.Meant))
        {
            var best = Score(meant);
            var stems = meant.Select(SearchWords.Stem).ToArray();
            for (var i = 0; i < best.Length; i++)
            {
                sums[i] += best[i];
                counts[i] += best[i] > 0 ? 1 : 0;
                named[i] += stems.Any(names[i].Contains) ? 1 : 0;
            }
        }

        return
        [
            .. catalog.All.Select((tool, i) => (
                    Tool: tool,
                    Score: sums[i] * counts[i] * (tool.Tags.Contains("core") ? Core
                        : 1) / (1 + (Unasked * Math.Max(0, names[i].Count - named[i])))))
                .Where(scored => scored.Score > 0 && filter(scored.Tool))
                .OrderByDescending(scored => scored.Score)
                .Select(scored => scored.Tool),
        ];
    }

    // One word of a query counts once for a tool, however many of its forms and synonyms the tool has.
    private double[] Score(IReadOnlyList<string> meant)
    {
        var best = new double[names.Length];
        for (var m = 0; m < meant.Count; m++)
        {
            var (word, stem) = (meant[m], SearchWords.Stem(meant[m]));
            var forms = words.Where(
                each => each.Stem == stem || (word.Length > 3 && each.Word.StartsWith(word, StringComparison.Ordinal)))
                .Select(each => (List: postings[each.Word], Share: each.Word == word ? 1 : each.Stem == stem ? OfForm
                    : OfBeginning)).ToArray();
            var known = forms.Where(form => form.Share > OfBeginning).ToArray();
            var count = (known.Length > 0 ? known : forms).SelectMany(form => form.List).Select(posting => posting.Tool)
                .Distinct().Count();
            var rarity = Math.Log(1 + ((double)names.Length / Math.Max(1, count))) * (m == 0 ? 1 : OfSynonym);
            foreach (var (list, share) in forms)
            {
                foreach (var (tool, weight) in list)
                {
                    best[tool] = Math.Max(best[tool], rarity * weight * share);
                }
            }
        }

        return best;
    }

    private static Dictionary<string, double> Weights(ToolDefinition tool)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        Note(tool.Name, InName);
        tool.Tags.ToList().ForEach(tag => Note(tag, InTag));
        Note(tool.Description, InDescription);
        foreach (var argument in tool.Arguments.Where(
            argument => argument
                is
            {
                Place: not ArgumentPlace.Answer, IsDerived: false,
                Name: not ("page_size" or "organization_name")
            }))
        {
            Note(argument.Name, InArguments);
            argument.AllowedValues.ToList().ForEach(value => Note(value, InArguments));
        }

        return weights;

        void Note(string text, double weight)
        {
            foreach (var word in SearchWords.Of(text))
            {
                weights[word] = Math.Max(weights.GetValueOrDefault(word), weight);
            }
        }
    }
}
