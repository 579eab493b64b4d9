namespace ServerlessMcp.Exposure;

/// <summary>What was meant by a word that no tool has: another one that is a letter or two away. Two letters that changed
/// places are one mistake.</summary>
internal sealed class SearchSpelling
{
    // A shorter word is near too many.
    private const int Shortest = 3, Short = 5, Long = 7, Longest = 24;

    private readonly string[] words;
    private readonly HashSet<string> known;
    private readonly Func<string, bool> isKnown;

    /// <summary>Spelling by these words.</summary>
    /// <param name="words">Words as they are written.</param>
    /// <param name="isKnown">Whether a stem needs no correction.</param>
    public SearchSpelling(IEnumerable<string> words, Func<string, bool> isKnown)
    {
        this.isKnown = isKnown;
        this.words = [.. words.Concat(SearchLexicon.Verbs.Keys).Where(word => word.Length is >= Shortest and <= Longest)
            .Distinct().Order(StringComparer.Ordinal)];
        known = this.words.Select(WordForms.Stem).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether nothing knows the word, so that it may be a mistake.</summary>
    public bool IsUnknown(string word) =>
        word.Length is >= Shortest and <= Longest && word.All(char.IsAsciiLetter)
        && !SearchLexicon.Small.Contains(word) && !SearchLexicon.Prepositions.Contains(word)
        && !SearchLexicon.Articles.Contains(word) && !SearchLexicon.Questions.ContainsKey(word)
        && !SearchLexicon.Joints.Contains(word)
        && !known.Contains(WordForms.Stem(word)) && !isKnown(WordForms.Stem(word));

    /// <summary>The nearest word, verbs before others; the word itself where none is near.</summary>
    public string Correct(string word)
    {
        var (best, least) = (word, (Distance: word.Length < Long ? 2 : 3, IsOther: true, IsNoVerb: true, Length: int.MaxValue));
        foreach (var other in words)
        {
            if (Math.Abs(other.Length - word.Length) >= least.Distance + 1 || (word.Length < Short && other[0] != word[0]))
            {
                continue;
            }

            var distance = Distance(word, other);
            var order = (distance, other[0] != word[0], !SearchLexicon.Verbs.ContainsKey(other),
                Math.Abs(other.Length - word.Length));
            if (distance <= (word.Length < Long ? 1 : 2) && order.CompareTo(least) < 0)
            {
                (best, least) = (other, order);
            }
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        Span<int> before = stackalloc int[Longest + 1], last = stackalloc int[Longest + 1], row = stackalloc int[Longest + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var change = left[line - 1] == right[column - 1] ? 0 : 1;
                row[column] = Math.Min(Math.Min(last[column], row[column - 1]) + 1, last[column - 1] + change);
                if (line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[right.Length];
    }
}
