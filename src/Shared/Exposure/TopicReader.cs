namespace ServerlessMcp.Exposure;

/// <summary>Reads the words of one topic, in their order.</summary>
internal sealed class TopicReader(SearchTopic topic, SearchIndex index)
{
    // The longest name of an argument that people write as words: "allow empty apply".
    private const int MostOfName = 4;

    private bool isFirst = true;
    private bool isHeadOpen = true;

    /// <summary>Takes the words that stand together, and says how many they were.</summary>
    public int Take(ReadOnlySpan<string> words)
    {
        for (var length = Math.Min(index.Phrases.Longest, words.Length); length > 0; length--)
        {
            if (index.Phrases.TryRead(words[..length], out var meant))
            {
                // "tags" means a tag, "pause" nothing else: only the first of several words may be a verb.
                for (var i = 0; i < meant.Length; i++)
                {
                    Note(meant[i], words[length - 1], mayBeVerb: i == 0, mayBeFirst: meant.Length > 1);
                }

                return length;
            }
        }

        for (var length = Math.Min(MostOfName, words.Length); length > 1; length--)
        {
            if (index.IsResource(words[..length]))
            {
                foreach (var word in words[..length])
                {
                    Note([word], word, mayBeVerb: false);
                }

                return length;
            }

            if (string.Join('_', words[..length]!) is var name && index.IsArgument(name))
            {
                Note([name], name);
                return length;
            }
        }

        Note([words[0]], words[0]);
        return 1;
    }

    private void Note(string[] said, string raw, bool mayBeVerb = true, bool mayBeFirst = true)
    {
        var word = said[0];
        if (SearchLexicon.Prepositions.Contains(word))
        {
            isHeadOpen &= !topic.HasThing;
            return;
        }

        if (SearchLexicon.Small.Contains(word) || index.Vendor.Contains(word))
        {
            return;
        }

        var verb = mayBeVerb ? SearchLexicon.Verbs.GetValueOrDefault(word) : null;
        verb = verb is { OnlyFirst: true } && !(isFirst && mayBeFirst) ? null : verb;
        isFirst = false;
        if (verb is not null && topic.Intent == SearchIntent.None)
        {
            NoteVerb(verb);
        }
        else if (verb is null || !SearchLexicon.Generic.Contains(word))
        {
            var term = new SearchTerm(
                [.. said.Select(each => index.Has(each) && each.Contains('_', StringComparison.Ordinal) ? each
                    : WordForms.Stem(each))],
                IsVerb: false, IsState: word.EndsWith("ed", StringComparison.Ordinal), SearchLexicon.Weak.Contains(word));
            topic.Terms.Add(term);
            if (isHeadOpen)
            {
                (topic.Head, topic.IsPlural) = (term, raw != WordForms.Singular(raw));
            }
        }
    }

    private void NoteVerb(SearchVerb verb)
    {
        topic.Intent = verb.Intent;
        string[] words = [.. verb.FoundBy.Where(word => word[0] != '+').Select(WordForms.Stem)];
        if (words.Length > 0)
        {
            topic.Terms.Add(new SearchTerm(words, IsVerb: true));
        }

        foreach (var thing in verb.FoundBy.Where(word => word[0] == '+'))
        {
            topic.Head = new SearchTerm([WordForms.Stem(thing[1..])], IsVerb: false);
            topic.Terms.Add(topic.Head);
        }
    }
}
