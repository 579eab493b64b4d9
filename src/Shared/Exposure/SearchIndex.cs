using System.Collections.Frozen;
using System.Runtime.InteropServices;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// The words of a catalogue's tools, made once: by their stems, each with the tools that have it and how much it says of
/// each. A word of a name says most, of a name most the head; then tags, descriptions (the first sentence more than what
/// follows, which speaks of neighbours), names of arguments, their values, and what is said of them.
/// </summary>
internal sealed class SearchIndex
{
    private const double Head = 3, Modifier = 2.4, Action = 3, Method = 1, Tag = 1.2, FirstSentence = 1, Sentence = 0.6,
        WholeArgument = 2, ArgumentName = 0.7, ArgumentValue = 0.3, ArgumentText = 0.25;

    // In hundreds of tools, and told of elsewhere.
    private static readonly string[] Everywhere = ["page_size", "cursor", "fields", "organization_name"];

    private readonly Dictionary<string, List<SearchPosting>> postings = new(StringComparer.Ordinal);
    private readonly string[] sorted;
    private readonly FrozenSet<string> arguments;
    private readonly FrozenSet<string> resources;
    private readonly FrozenSet<(string, string)> joined;

    private SearchIndex(ToolCatalog catalog)
    {
        Tools = catalog.All;
        Faces = ToolFace.Of(catalog);
        Vendor = ToolFace.Vendor(catalog);
        for (var i = 0; i < Tools.Count; i++)
        {
            Add(i);
        }

        resources = [.. Faces.Select(face => string.Join(' ', face.Resource))];
        sorted = [.. postings.Keys.Order(StringComparer.Ordinal)];

        // "auto apply" means auto_apply; but "policy set", a thing, no argument of that name.
        arguments = Tools.SelectMany(Arguments).Select(argument => argument.Name)
            .Where(name => name.Contains('_', StringComparison.Ordinal) && !IsReference(name)
                && !Tools.Any(tool => tool.Name.Contains($"_{name}", StringComparison.Ordinal)))
            .ToFrozenSet(StringComparer.Ordinal);
        Phrases = new SearchPhrases(catalog.Vocabulary);
        Examples = new SearchExamples(catalog, Phrases);
        joined = [.. Tools.SelectMany(tool => tool.Arguments.Select(argument => argument.Name).Append(tool.ShortName)
                .Concat(tool.Description.Split(' ').Where(word => word.Contains('-', StringComparison.Ordinal))))
            .Concat(catalog.Vocabulary.Meanings.Select(meaning => meaning.Said)).Concat(SearchLexicon.Phrases.Keys).Distinct()
            .Select(text => WordForms.Of(text).Select(WordForms.Stem).ToArray())
            .SelectMany(stems => stems.Zip(stems.Skip(1)))];
        Spelling = new SearchSpelling(
            Tools.SelectMany(tool => WordForms.Of(tool.Name)
                .Concat(WordForms.Of(tool.Description).Where(word => word.Length > 3)))
                .Concat(Phrases.Words), stem => postings.ContainsKey(stem) || Examples.Has(stem));
    }

    /// <summary>The tools, in the catalogue's order: a posting's number is a place in it.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; }

    /// <summary>What their names say.</summary>
    public IReadOnlyList<ToolFace> Faces { get; }

    /// <summary>Words that tell nothing because every name may have them.</summary>
    public IReadOnlySet<string> Vendor { get; }

    /// <summary>What people say, and what it means.</summary>
    public SearchPhrases Phrases { get; }

    /// <summary>Questions whose answer is known.</summary>
    public SearchExamples Examples { get; }

    /// <summary>What was meant by a word that nothing knows.</summary>
    public SearchSpelling Spelling { get; }

    /// <summary>The index of a catalogue, made on first need.</summary>
    public static SearchIndex Of(ToolCatalog catalog) => catalog.Kept(static catalog => new SearchIndex(catalog));

    /// <summary>Whether a tool has the word of this stem, or the argument of this name.</summary>
    public bool Has(string stem) => postings.ContainsKey(stem);

    /// <summary>Whether words that stand side by side are an argument's name.</summary>
    public bool IsArgument(string words) => arguments.Contains(words);

    /// <summary>Whether words are the whole name of a resource: a change request is nothing to change.</summary>
    public bool IsResource(ReadOnlySpan<string> words)
    {
        var stems = new string[words.Length];
        for (var i = 0; i < stems.Length; i++)
        {
            stems[i] = WordForms.Stem(words[i]);
        }

        return resources.Contains(string.Join(' ', stems));
    }

    /// <summary>Whether words that a stroke joins stand side by side in a name, an argument, a description or a phrase,
    /// as those of force-cancel do: of billing-api too each is known, and it is somebody's workspace.</summary>
    public bool IsJoined(string word)
    {
        string[] stems = [.. WordForms.Of(word).Select(WordForms.Stem)];
        return stems.Zip(stems.Skip(1)).All(joined.Contains);
    }

    /// <summary>The tools that have the word; none if nobody has it.</summary>
    public ReadOnlySpan<SearchPosting> Of(string stem) =>
        postings.TryGetValue(stem, out var list) ? CollectionsMarshal.AsSpan(list) : [];

    /// <summary>The words that begin so: "polic".</summary>
    public IEnumerable<string> Beginning(string stem)
    {
        var at = Array.BinarySearch(sorted, stem, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < sorted.Length && sorted[at].StartsWith(stem, StringComparison.Ordinal); at++)
        {
            yield return sorted[at];
        }
    }

    /// <summary>How much it says that a tool has the word: the fewer have it, the more.</summary>
    public double Rarity(string stem) => Math.Log(1 + ((double)Tools.Count / Math.Max(1, Of(stem).Length)));

    private static IEnumerable<Argument> Arguments(ToolDefinition tool) =>
        tool.Arguments.Where(argument => !argument.IsDerived && !argument.IsProof && !Everywhere.Contains(argument.Name));

    private static bool IsReference(string name) => name.Split('_')[^1] is "id" or "ids" or "name" or "names";

    private void Add(int tool)
    {
        var (row, face) = (Tools[tool], Faces[tool]);
        for (var i = 0; i < face.Resource.Count; i++)
        {
            Note(tool, face.Resource[i], i == face.Resource.Count - 1 ? Head : Modifier, NamePlace.Resource);
        }

        foreach (var word in face.Action)
        {
            Note(tool, word, Action, NamePlace.Action);
        }

        if (row.Method != ToolMethod.Custom)
        {
            Note(tool, WordForms.Stem(row.Method.ToString().ToLowerInvariant()), Method);
        }

        foreach (var tag in row.Tags.Where(tag => tag != "core"))
        {
            NoteText(tool, tag, Tag);
        }

        var end = row.Description.IndexOf(". ", StringComparison.Ordinal);
        NoteText(tool, end < 0 ? row.Description : row.Description[..end], FirstSentence);
        NoteText(tool, end < 0 ? "" : row.Description[end..], Sentence);
        foreach (var argument in Arguments(row))
        {
            if (argument.Name.Contains('_', StringComparison.Ordinal))
            {
                Note(tool, argument.Name, WholeArgument);
            }

            NoteText(tool, argument.Name, ArgumentName);
            NoteText(tool, string.Join(' ', argument.AllowedValues), ArgumentValue);
            NoteText(tool, argument.Description, ArgumentText);
        }
    }

    private void NoteText(int tool, string text, double weight)
    {
        foreach (var word in WordForms.Of(text).Where(word => SearchLexicon.Telling.Contains(word)
            || !(SearchLexicon.Small.Contains(word) || SearchLexicon.Articles.Contains(word)
                || SearchLexicon.Prepositions.Contains(word) || Vendor.Contains(word))))
        {
            Note(tool, WordForms.Stem(word), weight);
        }
    }

    // The tools come in order, so what a word has last is of this one, or of another.
    private void Note(int tool, string word, double weight, NamePlace place = NamePlace.None)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, word, out _);
        list ??= [];
        if (list.Count == 0 || list[^1].Tool != tool)
        {
            list.Add(new SearchPosting(tool, weight, place));
            return;
        }

        var (_, before, stands) = list[^1];
        list[^1] = new SearchPosting(
            tool, Math.Max(before, weight), stands == NamePlace.None ? place : stands);
    }
}
