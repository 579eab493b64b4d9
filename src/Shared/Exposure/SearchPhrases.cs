using System.Collections.Frozen;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>What people say, and what it means in the words of the tools: <see cref="ToolVocabulary"/>, looked up.</summary>
internal sealed class SearchPhrases
{
    private readonly FrozenDictionary<string, string[][]> meanings;

    /// <summary>The phrases of a vocabulary.</summary>
    public SearchPhrases(ToolVocabulary vocabulary)
    {
        meanings = vocabulary.Meanings.DistinctBy(each => Key(each.Said.Split(' '))).ToFrozenDictionary(
            each => Key(each.Said.Split(' ')),
            each => each.Meant.Split(' ').Select(word => word.Split('/')).ToArray());
        Longest = meanings.Keys.Select(key => key.Count(char.IsWhiteSpace) + 1).DefaultIfEmpty(1).Max();
        Implied = [.. vocabulary.Implied.Select(WordForms.Stem)];
        Words = [.. vocabulary.Meanings.SelectMany(each => each.Said.Split(' ')).Where(word => word.Length > 3)];
    }

    /// <summary>The most words that a phrase has.</summary>
    public int Longest { get; }

    /// <summary>The stems of words of names that go without saying.</summary>
    public FrozenSet<string> Implied { get; }

    /// <summary>The words that the phrases are made of.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What the words mean together: words, each with others of which one is enough.</summary>
    public bool TryRead(ReadOnlySpan<string> words, out string[][] meant)
    {
        var isKnown = meanings.TryGetValue(Key(words), out var found);
        meant = found ?? [];
        return isKnown;
    }

    private static string Key(ReadOnlySpan<string> words)
    {
        var key = new StringBuilder();
        foreach (var word in words)
        {
            key.Append(key.Length > 0 ? " " : "").Append(WordForms.Singular(word));
        }

        return key.ToString();
    }
}
