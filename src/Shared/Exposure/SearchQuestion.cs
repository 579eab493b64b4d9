namespace ServerlessMcp.Exposure;

/// <summary>Reads what a question asks for.</summary>
internal static class SearchQuestion
{
    // Who asks for more at once has to ask again.
    private const int MostTopics = 5, MostWords = 24, MostCorrected = 8;

    // A name that is written with points or strokes is one, too, and a question may end with a full stop.
    private static readonly char[] Ends = [',', ';', '?', '!', '&', '+', '\n'];

    /// <summary>The topics of a question, in its order, each with words that tell something.</summary>
    public static IReadOnlyList<SearchTopic> Read(string text, SearchIndex index)
    {
        var corrected = 0;
        var topics = new List<SearchTopic>();
        foreach (var words in Parts(text, index).Take(MostTopics))
        {
            var topic = ReadTopic([.. words.Take(MostWords).Select(Corrected)], index);
            if (topic.Terms.Any(term => !SearchLexicon.Telling.Contains(term.Key)))
            {
                topics.Add(topic);
            }
        }

        for (var i = 0; i < topics.Count; i++)
        {
            if (!topics[i].HasThing
                && (topics.ElementAtOrDefault(i + 1) ?? topics.ElementAtOrDefault(i - 1)) is { } other)
            {
                topics[i].TakeThings(other);
            }

            if (topics[i].Intent == SearchIntent.None && i > 0)
            {
                topics[i].Intent = topics[i - 1].Intent;
            }
        }

        return topics;

        string Corrected(string word) => index.Spelling.IsUnknown(word) && corrected++ < MostCorrected
            ? index.Spelling.Correct(word) : word;
    }

    // What stands between commas and joints.
    private static IEnumerable<List<string>> Parts(string text, SearchIndex index)
    {
        foreach (var part in text.Replace(". ", ";", StringComparison.Ordinal).Split(Ends))
        {
            var words = new List<string>();
            foreach (var word in WordForms.Of(WithoutNames(part, index), names: true))
            {
                if (!SearchLexicon.Joints.Contains(word))
                {
                    words.Add(word);
                }
                else if (words.Count > 0)
                {
                    yield return words;
                    words = [];
                }
            }

            if (words.Count > 0)
            {
                yield return words;
            }
        }
    }

    // payments-prod and billing-api are somebody's workspaces, and say nothing of bills; force-cancel is said of tools.
    private static string WithoutNames(string part, SearchIndex index) => string.Join(' ', part.Split(' ').Where(
        word => !word.Contains('-', StringComparison.Ordinal) || word.Contains('_', StringComparison.Ordinal)
            || index.IsJoined(word)));

    private static SearchTopic ReadTopic(List<string> words, SearchIndex index)
    {
        var topic = new SearchTopic();
        var hasName = words.Any(word => IsName(word) && index.Has(word));
        words = WithVerbs(words.SelectMany(word => IsName(word) && !index.Has(word)
            ? word.Split('_', StringSplitOptions.RemoveEmptyEntries) : [word]).ToList());
        if (SearchLexicon.Requests.FirstOrDefault(
            request => words.Take(request.Length).SequenceEqual(request)) is { } asked)
        {
            words.RemoveRange(0, asked.Length);
        }

        topic.Said = [.. words];
        if (words.Count > 0 && SearchLexicon.Questions.TryGetValue(words[0], out var question))
        {
            topic.Intent = question == "list" ? SearchIntent.List : SearchIntent.Read;
        }

        words.RemoveAll(SearchLexicon.Articles.Contains);
        topic.Terms.AddRange(words.Where(SearchLexicon.Telling.Contains).Select(word => new SearchTerm([word], IsVerb: true)));
        var reader = new TopicReader(topic, index);
        var rest = words.ToArray().AsSpan();
        while (rest.Length > 0)
        {
            rest = rest[reader.Take(rest)..];
        }

        if (topic.Intent == SearchIntent.None && hasName)
        {
            topic.Intent = SearchIntent.Argument;
        }

        return topic;
    }

    private static bool IsName(string word) => word.Contains('_', StringComparison.Ordinal);

    private static List<string> WithVerbs(List<string> words)
    {
        var said = new List<string>();
        for (var i = 0; i < words.Count;)
        {
            var length = 3;
            while (length > 1 && !SearchLexicon.Phrases.ContainsKey(string.Join(' ', words.Skip(i).Take(length))))
            {
                length--;
            }

            said.Add(length > 1 ? SearchLexicon.Phrases[string.Join(' ', words.Skip(i).Take(length))] : words[i]);
            i += Math.Min(length, words.Count - i);
        }

        return said;
    }
}
