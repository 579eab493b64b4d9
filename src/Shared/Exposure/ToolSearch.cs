using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// Finds tools by words, so that a model can use hundreds without listing them. A tool that is named comes first. Else
/// a word counts more the fewer tools have it, and more in a name than in a description (<see cref="SearchIndex"/>); a
/// tool that has all words of a question goes before one that has the rarest, one that is about what is asked for
/// before one that has it beside another thing, and one that does what the verb says before others
/// (<see cref="SearchIntent"/>). Beside the words counts how near a question is to one that a tool is known to answer
/// (<see cref="SearchExamples"/>). Several topics of one question share the places. <c>ToolSearchTests</c> has the
/// questions that the weights were chosen by, and others that they were not.
/// </summary>
internal sealed class ToolSearch
{
    // Of a word itself: another word for it, its beginning ("polic").
    private const double OfSynonym = 0.7, OfBeginning = 1 / 3.0;

    // What a word counts: the thing asked for, the verb, what only says which one.
    private const double HeadWord = 1.3, VerbWord = 0.6, WeakWord = 0.35;

    // The least that a missing word costs a tool, also where no tool has it.
    private const double LeastRarity = 0.5;

    // For each word of a name that nobody asked for: create_a_workspace goes before create_a_workspace_variable.
    private const double Unasked = 0.25;

    // Of two tools with the same words the one of incident and run work is the likelier.
    private const double Core = 1.2;

    private const double SafeFirst = 1.3, AboutHead = 1.35, Fits = 1.08, FitsNot = 0.97, Risky = 0.8;

    // What the nearest example counts beside the words, and those more where one tool has all of them; from where an
    // example finds a tool that has none of them, and from where it is what was asked for.
    private const double OfExample = 3, OfAllWords = 0.5, NearEnough = 0.3, AsGoodAsAsked = 0.6;

    // What an example still counts whose tool reads where a change is asked for, or changes where something is asked.
    private const double ReadForChange = 0.8, ChangeForRead = 0.7;

    private readonly SearchIndex index;
    private readonly ToolNameFinder names;
    private readonly double[] standing;
    private readonly double[] unasked;

    private ToolSearch(ToolCatalog catalog)
    {
        index = SearchIndex.Of(catalog);
        names = new ToolNameFinder(catalog);
        standing = [.. catalog.All.Select(tool => ToolFace.Standing(tool) * (tool.Tags.Contains("core") ? Core : 1))];
        unasked = [.. index.Faces.Select(face => face.Resource.Concat(face.Action.Distinct().Except(face.Resource)).Sum(Cost))];
    }

    /// <summary>The search over a catalogue, indexed on first need.</summary>
    public static ToolSearch Of(ToolCatalog catalog) => catalog.Kept(static catalog => new ToolSearch(catalog));

    /// <summary>The tools that <paramref name="filter"/> allows and that are named or have a word of the query, best
    /// first; of equals, in the catalogue's order.</summary>
    public IReadOnlyList<ToolDefinition> Find(string query, Func<ToolDefinition, bool> filter)
    {
        var found = new List<ToolDefinition>(names.Find(query, filter, out var rest));
        var seen = found.ToHashSet();
        int[][] topics = [.. SearchQuestion.Read(rest, index)
            .Select(topic => Rank(topic).Where(tool => filter(index.Tools[tool])).ToArray())];
        for (var place = 0; place < topics.Select(topic => topic.Length).DefaultIfEmpty().Max(); place++)
        {
            foreach (var topic in topics.Where(topic => topic.Length > place))
            {
                var tool = index.Tools[topic[place]];
                if (seen.Add(tool))
                {
                    found.Add(tool);
                }
            }
        }

        return found;
    }

    private double Cost(string word) => index.Phrases.Implied.Contains(word) ? 0 : Unasked;

    private List<int> Rank(SearchTopic topic)
    {
        var sums = new TopicSums(index.Tools.Count, unasked);
        foreach (var term in topic.Terms)
        {
            Add(sums, term, topic);
        }

        var (near, asked) = index.Examples.Near(topic.Said);
        for (var i = 0; i < near.Length; i++)
        {
            near[i] *= Meant(topic.Intent, index.Tools[i]);
        }

        var scores = Enumerable.Range(0, index.Tools.Count)
            .Select(tool => sums.Score[tool] > 0 ? sums.Score[tool] * Factor(sums, tool, topic) : 0).ToArray();
        var best = Array.IndexOf(scores, scores.Max());
        var ofWords = scores[best] == 0 ? 0
            : (1 + (OfAllWords * sums.Covered(best) / (1 + sums.Unasked[best]))) / scores[best];
        var order = Enumerable.Range(0, index.Tools.Count).Where(tool => scores[tool] > 0 || near[tool] >= NearEnough)
            .Select(tool => (Tool: tool, Score: (scores[tool] * ofWords) + (OfExample * near[tool] * standing[tool])))
            .OrderByDescending(scored => scored.Score).Select(scored => scored.Tool).ToList();

        // What can't be taken back is never first unless it was asked for.
        var first = order.FindIndex(tool => asked[tool] >= AsGoodAsAsked || !IsUnasked(tool, sums, topic.Intent));
        if (first > 0)
        {
            var tool = order[first];
            order.RemoveAt(first);
            order.Insert(0, tool);
        }

        return order;
    }

    // One word of a query counts once for a tool, however many of its forms and synonyms the tool has.
    private void Add(TopicSums sums, SearchTerm term, SearchTopic topic)
    {
        if (!sums.IsNew(term.Key))
        {
            sums.AskAgain(term, index, Cost);
            return;
        }

        var counts = SearchLexicon.Telling.Contains(term.Key) ? 1 : term.IsVerb ? VerbWord
            : term.IsWeak && IsChange(topic.Intent) ? WeakWord : term.Key == topic.Head?.Key ? HeadWord : 1;
        var rarest = 0.0;
        for (var i = 0; i < term.Stems.Count; i++)
        {
            var (stem, share) = (term.Stems[i], i == 0 ? 1 : OfSynonym);
            if (index.Has(stem))
            {
                rarest = Math.Max(rarest, index.Rarity(stem) * share);
                sums.Note(index.Of(stem), index.Rarity(stem) * share);
                sums.Name(term, stem, index, Cost, topic.Intent);
            }
            else if (stem.Length > 3)
            {
                foreach (var word in index.Beginning(stem))
                {
                    rarest = Math.Max(rarest, index.Rarity(word) * share);
                    sums.Note(index.Of(word), index.Rarity(word) * share * OfBeginning);
                }
            }
        }

        sums.Close(counts, term.IsVerb ? 0 : Math.Max(rarest, LeastRarity));
    }

    private double Factor(TopicSums sums, int number, SearchTopic topic)
    {
        var (tool, face, intent) = (index.Tools[number], index.Faces[number], topic.Intent);
        var fit = SearchFit.Of(intent, tool);
        var isAct = tool is { Method: ToolMethod.Custom, Effect: not Effect.Read };
        if (isAct && sums.IsActed[number] && intent is not (SearchIntent.List or SearchIntent.Read))
        {
            fit = Math.Max(fit, SearchFit.Asked);
        }
        else if (intent == SearchIntent.Act && sums.IsVerbNamed[number] && tool.Method == ToolMethod.Create)
        {
            fit = SearchFit.Asked;
        }

        if (tool is { Method: ToolMethod.Custom, Effect: Effect.Read } && sums.IsActed[number])
        {
            fit *= Fits;
        }

        if (tool.Effect == Effect.Destroy && intent != SearchIntent.Delete && !sums.IsActed[number]
            && tool.Method is ToolMethod.Custom or ToolMethod.Create)
        {
            fit *= Risky;
        }

        if (topic.IsPlural is { } many && (intent == SearchIntent.Read || (intent == SearchIntent.None && many)))
        {
            fit *= tool.Method == ToolMethod.List ? (many ? Fits : FitsNot)
                : tool.Method == ToolMethod.Get ? (many ? FitsNot : Fits) : 1;
        }

        if (topic.Head is { } head && face.IsAbout(head.Stems))
        {
            fit *= AboutHead;
        }

        if (intent == SearchIntent.Delete && face.Action.Contains("safe"))
        {
            fit *= SafeFirst;
        }

        return fit * sums.Coverage(number) * standing[number] / (1 + sums.Unasked[number]);
    }

    // The words of an example may be those of a question, and what it does the contrary of what is asked.
    private static double Meant(SearchIntent intent, ToolDefinition tool) => tool.Effect == Effect.Read
        ? IsChange(intent) ? ReadForChange : 1
        : intent is SearchIntent.List or SearchIntent.Read ? ChangeForRead : 1;

    private static bool IsChange(SearchIntent intent) =>
        intent is SearchIntent.Create or SearchIntent.Update or SearchIntent.Delete or SearchIntent.Act;

    private bool IsUnasked(int number, TopicSums sums, SearchIntent intent)
    {
        var tool = index.Tools[number];
        return tool.Effect == Effect.Destroy && !sums.IsActed[number]
            && (tool.Method == ToolMethod.Delete ? intent != SearchIntent.Delete : !IsChange(intent));
    }
}
