using System.Collections.Frozen;

namespace ServerlessMcp.Exposure;

/// <summary>The words of a search, and what they mean in the words of the API.</summary>
internal static class SearchWords
{
    // What people say for what the API calls it; what is likeliest comes first.
    private static readonly FrozenDictionary<string, string[]> Synonyms = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["var"] = ["variable"],
        ["env"] = ["variable"],
        ["org"] = ["organization"],
        ["config"] = ["configuration"],
        ["code"] = ["configuration", "code"],
        ["repo"] = ["repository"],
        ["github"] = ["github", "vcs"],
        ["vcs"] = ["vcs", "oauth"],
        ["user"] = ["user", "membership", "account"],
        ["member"] = ["membership", "member"],
        ["invite"] = ["membership", "invite"],
        ["am"] = ["account"],
        ["permission"] = ["access", "permission", "right"],
        ["slack"] = ["notification"],
        ["webhook"] = ["notification"],
        ["notify"] = ["notification", "notify"],
        ["drift"] = ["drift", "assessment", "assess"],
        ["health"] = ["assessment", "health"],
        ["results"] = ["result"],

        ["which"] = ["list"],
        ["find"] = ["list", "find"],
        ["see"] = ["get", "list", "read"],
        ["show"] = ["get"],
        ["view"] = ["get", "read", "summary"],
        ["read"] = ["get", "read", "download"],
        ["add"] = ["create", "add"],
        ["new"] = ["create"],
        ["make"] = ["create"],
        ["rotate"] = ["create", "rotate"],
        ["upload"] = ["upload", "create"],
        ["attach"] = ["add", "apply"],
        ["edit"] = ["update"],
        ["change"] = ["update"],
        ["rename"] = ["rename", "update"],
        ["set"] = ["set", "update"],
        ["remove"] = ["delete", "remove"],
        ["revoke"] = ["delete", "revoke"],
        ["restore"] = ["recover", "rollback", "restore"],
        ["undelete"] = ["recover"],
        ["safely"] = ["safe"],
        ["cancel"] = ["cancel", "discard"],
        ["approve"] = ["apply", "approve", "override"],
        ["approved"] = ["confirmed", "approved", "overrode"],
        ["confirm"] = ["apply", "confirm"],
        ["errored"] = ["errored", "failed"],
        ["failed"] = ["failed", "errored"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // In so many names that they tell nothing, and small words: a question is asked with many.
    private static readonly FrozenSet<string> Ignored =
    [
        .. ("hashicorp terraform cloud all single by id a an the of for to in on and or is are be was i me my we our you "
            + "it its this that these with what how when do does did has have can will from at as up use uses used using "
            + "another some any").Split(' '),
    ];

    /// <summary>The words of a text in lower case, without those that tell nothing.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = text[start..i].ToLowerInvariant();
                start = -1;
                if (!Ignored.Contains(word))
                {
                    yield return word;
                }
            }
        }
    }

    /// <summary>What a word may mean, the likeliest first.</summary>
    public static IReadOnlyList<string> Meant(string word) =>
        Synonyms.GetValueOrDefault(word) ?? Synonyms.GetValueOrDefault(Singular(word)) ?? [word];

    /// <summary>What the forms of a word share: policies and policy, locked and lock, approves and approving.</summary>
    public static string Stem(string word)
    {
        word = Singular(word);
        foreach (var ending in (ReadOnlySpan<string>)["ing", "ed"])
        {
            if (word.Length >= ending.Length + 4 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                word = word[..^ending.Length];
                break;
            }
        }

        return word.Length > 4 && word[^1] == 'e' ? word[..^1] : word;
    }

    // policies, runs, workspaces; not status, address.
    private static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u') ? word[..^1]
        : word;
}
