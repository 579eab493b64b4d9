using System.Collections.Frozen;

namespace ServerlessMcp.Exposure;

/// <summary>English, as far as questions for tools need it: <c>search-words.csv</c>, which knows no system.</summary>
internal static class SearchLexicon
{
    private static readonly ILookup<string, (string Words, string Meant)> Rows = Read();

    /// <summary>Forms that no rule finds: ran, of run.</summary>
    public static FrozenDictionary<string, string> Forms { get; } = Each("form");

    /// <summary>Verbs, by the word itself.</summary>
    public static FrozenDictionary<string, SearchVerb> Verbs { get; } = Enum.GetValues<SearchIntent>()
        .SelectMany(intent => new[] { "", " first" }.SelectMany(first => Rows[Name(intent) + first]
            .SelectMany(row => row.Words.Split(' ').Select(word => (
                Word: word,
                Verb: new SearchVerb(intent, first.Length > 0, row.Meant.Length == 0 ? [] : row.Meant == "=" ? [word]
                    : row.Meant.Split('/')))))))
        .ToFrozenDictionary(each => each.Word, each => each.Verb);

    /// <summary>The stems of verbs.</summary>
    public static FrozenSet<string> VerbStems { get; } = [.. Verbs.Keys.Select(WordForms.Stem)];

    /// <summary>Verbs of two or three words, and one of the same meaning: get rid of, delete.</summary>
    public static FrozenDictionary<string, string> Phrases { get; } =
        Rows["phrase"].ToFrozenDictionary(row => row.Words, row => row.Meant);

    /// <summary>How a wish begins: how do I.</summary>
    public static IReadOnlyList<string[]> Requests { get; } = [.. Rows["request"].Select(row => row.Words.Split(' '))];

    /// <summary>What a question begins with, and whether it asks for many.</summary>
    public static FrozenDictionary<string, string> Questions { get; } = Each("question");

    /// <summary>Words of questions that descriptions answer with: who, why.</summary>
    public static FrozenSet<string> Telling { get; } = Set("telling");

    /// <summary>What stands before a thing and tells nothing.</summary>
    public static FrozenSet<string> Articles { get; } = Set("article");

    /// <summary>What stands between a thing and what it belongs to.</summary>
    public static FrozenSet<string> Prepositions { get; } = Set("preposition");

    /// <summary>What a question has many of, and tells nothing.</summary>
    public static FrozenSet<string> Small { get; } = Set("small");

    /// <summary>What says which one is meant, where something is to be done with it: the failed run.</summary>
    public static FrozenSet<string> Weak { get; } = Set("weak");

    /// <summary>Verbs that, beside another, tell nothing.</summary>
    public static FrozenSet<string> Generic { get; } = Set("generic");

    /// <summary>What joins two questions.</summary>
    public static FrozenSet<string> Joints { get; } = Set("joint");

    private static string Name(SearchIntent intent) => intent.ToString().ToLowerInvariant();

    private static FrozenSet<string> Set(string kind) => [.. Rows[kind].SelectMany(row => row.Words.Split(' '))];

    private static FrozenDictionary<string, string> Each(string kind) => Rows[kind]
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Meant)))
        .ToFrozenDictionary(each => each.word, each => each.Meant);

    private static ILookup<string, (string Words, string Meant)> Read()
    {
        using var file = new StreamReader(typeof(SearchLexicon).Assembly.GetManifestResourceStream("search-words.csv")!);
        var rows = new List<string[]>();
        for (var line = file.ReadLine(); (line = file.ReadLine()) is not null;)
        {
            rows.Add(line.Split(','));
        }

        return rows.ToLookup(cells => cells[0], cells => (cells[1], cells[2]));
    }
}
