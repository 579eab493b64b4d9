using System.Runtime.InteropServices;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// How near a question is to one that a tool is known to answer: people say "who pressed the button" of what no
/// description calls so. Held against each other are the words that tell something, by how rare they are, and the
/// nearest question of a tool counts; its title is one of them. What is asked in the words of several of its questions
/// is near as well. A word that no example has (a workspace's name) says nothing either way.
/// </summary>
internal sealed class SearchExamples
{
    // What it counts that a tool's questions, all together, have the words.
    private const double OfAll = 0.8;

    private readonly SearchPhrases phrases;
    private readonly int tools, titles;
    private readonly List<(int Tool, double Length)> examples = [];
    private readonly Dictionary<string, List<int>> postings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> toolsOf = new(StringComparer.Ordinal);
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

        var known = catalog.Vocabulary.Examples().Where(each => places.ContainsKey(each.Tool))
            .Select(each => (Tool: Shown(catalog.All[places[each.Tool]]), each.Asked)).ToList();
        titles = known.Count;
        var asked = known.Concat(catalog.All.Select(tool => (Tool: Shown(tool), Asked: tool.Title)))
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
            toolsOf.Add(stem, [.. list.Select(example => asked[example].Tool).Distinct()]);
        }

        examples.AddRange(asked.Select(each => (each.Tool, Length(each.Stems))));
    }

    /// <summary>Whether an example has the word of this stem.</summary>
    public bool Has(string stem) => postings.ContainsKey(stem);

    /// <summary>For each tool how near its examples are, the nearest and all together, and how near, between 0 and 1, the
    /// nearest is that is no title: what people are known to ask.</summary>
    public (double[] Near, double[] Asked) Near(string[] words)
    {
        var stems = Stems(words);
        var (shared, said) = (new double[examples.Count], new double[tools]);
        foreach (var stem in stems.Where(postings.ContainsKey))
        {
            var weight = weights[stem] * weights[stem];
            foreach (var example in postings[stem])
            {
                shared[example] += weight;
            }

            foreach (var tool in toolsOf[stem])
            {
                said[tool] += weight;
            }
        }

        var (nearest, asked) = (new double[tools], new double[tools]);
        var length = Length(stems);
        for (var i = 0; i < shared.Length; i++)
        {
            if (shared[i] > 0)
            {
                ref var best = ref nearest[examples[i].Tool];
                best = Math.Max(best, shared[i] / (length * examples[i].Length));
                asked[examples[i].Tool] = i < titles ? best : asked[examples[i].Tool];
            }
        }

        // Nearly all of the words have to be there: half of them are an eighth.
        return ([.. nearest.Select((one, tool) =>
            one + (said[tool] == 0 ? 0 : OfAll * Math.Pow(said[tool] / (length * length), 3)))], asked);
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
