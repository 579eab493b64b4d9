namespace ServerlessMcp.Access.Identity;

/// <summary>
/// A glob over a claim: <c>*</c> is any text without <c>/</c> and <c>:</c>, which separate names in subjects, so that
/// <c>repo:acme/*</c> is a repository of acme and nothing behind it; <c>**</c> is any text. Upper and lower case differ.
/// </summary>
internal static class ClaimGlob
{
    /// <summary>The most <c>*</c> in one.</summary>
    public const int MostStars = 8;

    /// <summary>Whether the glob is like the value. It takes the product of both lengths at the most.</summary>
    public static bool IsLike(string glob, string value)
    {
        // Of each place of the value: whether what was read of the glob reaches it.
        var (reached, next) = (new bool[value.Length + 1], new bool[value.Length + 1]);
        reached[0] = true;
        for (var at = 0; at < glob.Length; at++)
        {
            var isStar = glob[at] == '*';
            var crosses = isStar && at + 1 < glob.Length && glob[at + 1] == '*';
            next[0] = isStar && reached[0];
            for (var place = 1; place <= value.Length; place++)
            {
                next[place] = isStar
                    ? reached[place] || (next[place - 1] && (crosses || value[place - 1] is not ('/' or ':')))
                    : reached[place - 1] && value[place - 1] == glob[at];
            }

            (reached, next) = (next, reached);
            at += crosses ? 1 : 0;
        }

        return reached[value.Length];
    }
}
