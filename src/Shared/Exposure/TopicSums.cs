namespace ServerlessMcp.Exposure;

/// <summary>What the words of one topic say of each tool, added up word by word: as much work as the words have
/// postings.</summary>
internal sealed class TopicSums(int tools, double[] unasked)
{
    // A tool with none of the things that were asked for, and what even such a one keeps.
    private const double NoThing = 0.1, Floor = 0.25;

    private readonly double[] best = new double[tools];
    private readonly double[] covered = new double[tools];
    private readonly List<int> touched = [];
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> named = new(StringComparer.Ordinal);
    private double all;

    /// <summary>The sum of what the words say.</summary>
    public double[] Score { get; } = new double[tools];

    /// <summary>What of the name nobody asked for.</summary>
    public double[] Unasked { get; } = [.. unasked];

    /// <summary>Whether the verb of its name was asked for.</summary>
    public bool[] IsActed { get; } = new bool[tools];

    /// <summary>Whether the question's verb is the resource: a transfer of workspaces.</summary>
    public bool[] IsVerbNamed { get; } = new bool[tools];

    /// <summary>Whether the term was not asked before.</summary>
    public bool IsNew(string term) => asked.Add(term);

    /// <summary>A word of the topic, or one of its synonyms: the best counts.</summary>
    public void Note(ReadOnlySpan<SearchPosting> postings, double rarity)
    {
        foreach (var (tool, weight, _) in postings)
        {
            if (best[tool] == 0)
            {
                touched.Add(tool);
            }

            best[tool] = Math.Max(best[tool], rarity * weight);
        }
    }

    /// <summary>The tools whose names have the word.</summary>
    public void Name(SearchTerm term, string stem, SearchIndex index, Func<string, double> cost, SearchIntent intent)
    {
        var isNew = named.Add(stem);
        foreach (var (tool, _, place) in index.Of(stem))
        {
            if (place == NamePlace.None)
            {
                continue;
            }

            Unasked[tool] -= isNew ? cost(stem) : 0;
            var face = index.Faces[tool];
            IsVerbNamed[tool] |= term.IsVerb && place == NamePlace.Resource;
            IsActed[tool] |= face.Verb is { } verb ? verb == stem && !term.IsState
                : place == NamePlace.Action && intent != SearchIntent.None;
        }
    }

    /// <summary>A word that comes twice is asked for twice: a variable of a variable set.</summary>
    public void AskAgain(SearchTerm term, SearchIndex index, Func<string, double> cost)
    {
        foreach (var stem in term.Stems)
        {
            foreach (var (tool, _, place) in index.Of(stem))
            {
                Unasked[tool] -= place == NamePlace.Resource && index.Faces[tool].Resource.Count(word => word == stem) > 1
                    ? cost(stem) : 0;
            }
        }
    }

    /// <summary>Adds what the word's synonyms gave.</summary>
    /// <param name="counts">How much the word counts.</param>
    /// <param name="lacked">What a tool lacks that has not got it.</param>
    public void Close(double counts, double lacked)
    {
        all += lacked * counts;
        foreach (var tool in touched)
        {
            Score[tool] += best[tool] * counts;
            covered[tool] += lacked * counts;
            best[tool] = 0;
        }

        touched.Clear();
    }

    /// <summary>How much of what was asked the tool has.</summary>
    public double Coverage(int tool) => Floor + Covered(tool);

    /// <summary>The same between 0 and 1, where half of the words are a quarter.</summary>
    public double Covered(int tool)
    {
        var share = all == 0 ? 1 : covered[tool] == 0 ? NoThing : covered[tool] / all;
        return share * share;
    }
}
