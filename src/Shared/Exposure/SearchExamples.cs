using System.Runtime.InteropServices;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// How near a question is to one that a tool is known to answer: people say "who pressed the button" of what no
/// description calls so. Held against each other are the words that tell something, by how rare they are, and the
/// nearest question of a tool counts; its title is one of them. A word that no example has (a workspace's name) says nothing either way.
/// </summary>
internal sealed class SearchExamples
{
    private readonly SearchPhrases phrases;
    private readonly int tools;
    private readonly List<(int Tool, double Length)> examples = [];
    private readonly Dictionary<string, List<int>> postings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> weights = new(StringComparer.Ordinal);

    /// <summary>The examples of a catalogue's vocabulary.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="phrases">What people say, and what it means.</param>
    public SearchExamples(ToolCatalog catalog, SearchPhrases phrases)
    {
        this.phrases = phrases;
        tools = catalog.All.Count;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < catalog.All.Count; i++)
        {
            places.Add(catalog.All[i].ShortName, i);
        }

        // What was asked of a tool that is merged into another is asked of that one.
        int Shown(ToolDefinition tool) => places[catalog.Twins(tool)[0].ShortName];

        var asked = catalog.Vocabulary.Examples().Where(each => places.ContainsKey(each.Tool))
            .Select(each => (Tool: Shown(catalog.All[places[each.Tool]]), each.Asked))
            .Concat(catalog.All.Select(tool => (Tool: Shown(tool), Asked: tool.Title)))
            .Select(each => (each.Tool, Stems: Stems([.. WordForms.Of(each.Asked)]))).ToList();
        for (var i = 0; i < asked.Count; i++)
        {
            foreach (var stem in asked[i].Stems)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, stem, out _);
                (list ??= []).Add(i);
            }
        }

        foreach (var (stem, list) in postings)
        {
            weights.Add(stem, Math.Log(1 + ((double)asked.Count / list.Count)));
        }

        examples.AddRange(asked.Select(each => (each.Tool, Length(each.Stems))));
    }

    /// <summary>Whether an example has the word of this stem.</summary>
    public bool Has(string stem) => postings.ContainsKey(stem);

    /// <summary>For each tool, between 0 and 1, how near its nearest example is.</summary>
    public double[] Near(string[] words)
    {
        var stems = Stems(words);
        var shared = new double[examples.Count];
        foreach (var stem in stems.Where(postings.ContainsKey))
        {
            foreach (var example in postings[stem])
            {
                shared[example] += weights[stem] * weights[stem];
            }
        }

        var near = new double[tools];
        var length = Length(stems);
        for (var i = 0; i < shared.Length; i++)
        {
            if (shared[i] > 0)
            {
                ref var best = ref near[examples[i].Tool];
                best = Math.Max(best, shared[i] / (length * examples[i].Length));
            }
        }

        return near;
    }

    // The words, and beside them what they mean: "kick off" and "start" share nothing else.
    private HashSet<string> Stems(string[] words)
    {
        var stems = words.Where(Tells).Select(WordForms.Stem).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < words.Length;)
        {
            var length = Math.Min(phrases.Longest, words.Length - i);
            string[][] meant = [];
            while (length > 0 && !phrases.TryRead(words.AsSpan(i, length), out meant))
            {
                length--;
            }

            stems.UnionWith(meant.Select(each => WordForms.Stem(each[0])));
            if (length <= 1 && SearchLexicon.Verbs.TryGetValue(words[i], out var verb) && verb.FoundBy.Count > 0)
            {
                stems.Add(WordForms.Stem(verb.FoundBy[0].TrimStart('+')));
            }

            i += Math.Max(1, length);
        }

        return stems;
    }

    private static bool Tells(string word) => SearchLexicon.Telling.Contains(word)
        || !(SearchLexicon.Articles.Contains(word) || SearchLexicon.Small.Contains(word)
            || SearchLexicon.Prepositions.Contains(word));

    private double Length(HashSet<string> stems) =>
        Math.Sqrt(stems.Sum(stem => weights.TryGetValue(stem, out var weight) ? weight * weight : 0));
}
