namespace ServerlessMcp.Exposure;

/// <summary>The words of a text, and what their forms share.</summary>
internal static class WordForms
{
    /// <summary>The words of a text in lower case: letters and digits, and, where <paramref name="names"/>, underscores
    /// within.</summary>
    public static IEnumerable<string> Of(string text, bool names = false)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || (names && text[i] == '_')))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }

    /// <summary>policy of policies, run of runs, patch of patches; not of status, address.</summary>
    public static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 5 && word[^1] == 's' && word.AsSpan()[..^1] is [.., 's' or 'x', 'e'] or [.., 's' or 'c', 'h', 'e']
            ? word[..^2]
        : word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1]
        : word;

    /// <summary>What the forms of a word share: policies and policy, locked and lock, planning and plan.</summary>
    public static string Stem(string word)
    {
        if (SearchLexicon.Forms.TryGetValue(word, out var irregular))
        {
            return irregular;
        }

        word = Singular(word);
        if (word.Length > 5 && word.EndsWith("ied", StringComparison.Ordinal))
        {
            return word[..^3] + "y";
        }

        foreach (var ending in (ReadOnlySpan<string>)["ing", "ed"])
        {
            if (word.Length >= ending.Length + 4 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                word = word[..^ending.Length];
                word = word[^1] == word[^2] && "bdgmnprt".Contains(word[^1], StringComparison.Ordinal) ? word[..^1] : word;
                break;
            }
        }

        return word.Length > 4 && word[^1] == 'e' ? word[..^1] : word;
    }
}
