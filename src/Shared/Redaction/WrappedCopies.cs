namespace ServerlessMcp.Redaction;

/// <summary>
/// The parts of values that have spaces, as they stand where Terraform breaks the lines of an error at 78 characters:
/// what a value begins with at the end of a line, what it ends with at the start of one, and lines that lie within it.
/// For <see cref="SecretCopies"/>, whose hashes they are.
/// </summary>
internal sealed class WrappedCopies
{
    // Terraform wraps at 78 characters; a later version may wrap a little later.
    private const int MaxLine = 100;

    // A line within a value is nearly full, or the next word would stand on it too.
    private const int MinWithin = 40;

    private readonly HashSet<(int Length, ulong Hash)> heads = [];
    private readonly HashSet<(int Length, ulong Hash)> tails = [];
    private readonly HashSet<(int Length, ulong Hash)> within = [];
    private readonly SortedSet<int> headLengths = [];
    private readonly SortedSet<int> tailLengths = [];

    /// <summary>How many parts are kept.</summary>
    public int Count => heads.Count + tails.Count + within.Count;

    /// <summary>Keeps the parts of a text; it has spaces and no line feeds.</summary>
    /// <param name="text">The value.</param>
    /// <param name="hash">The hash of a part: where it begins, and its length.</param>
    public void Add(string text, Func<int, int, ulong> hash)
    {
        var words = new Queue<int>();
        words.Enqueue(0);
        for (var space = text.IndexOf(' ', StringComparison.Ordinal); space >= 0; space = text.IndexOf(' ', space + 1))
        {
            AddPart(heads, headLengths, 0, space, hash);
            AddPart(tails, tailLengths, space + 1, text.Length, hash);
            while (words.TryPeek(out var first) && space - first > MaxLine)
                words.Dequeue();
            foreach (var word in words)
            {
                if (space - word >= MinWithin && word > 0)
                    within.Add((space - word, hash(word, space - word)));
            }

            words.Enqueue(space + 1);
        }
    }

    /// <summary>Finds the parts on each line of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hash">The hash of a part of it.</param>
    /// <returns>How far what begins at a place goes, by the place.</returns>
    public Dictionary<int, int>? Find(string text, Func<int, int, ulong> hash)
    {
        if (Count == 0)
            return null;
        Dictionary<int, int>? found = null;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start) is >= 0 and var feed ? feed : text.Length;

            // Behind the box that an error stands in.
            var from = start;
            while (from < end && text[from] is '│' or ' ')
                from++;
            var to = end;
            while (to > from && text[to - 1] == ' ')
                to--;
            if (to - from is < SecretCopies.MinPartLength or > 2 * MaxLine)
                continue;
            if (within.Contains((to - from, hash(from, to - from))))
                (found ??= [])[from] = to - from;
            foreach (var length in headLengths)
            {
                if (length > to - from)
                    break;
                if (heads.Contains((length, hash(to - length, length)))
                    && (to - length == from || !char.IsLetterOrDigit(text[to - length - 1])))
                {
                    (found ??= [])[to - length] = length;
                }
            }

            foreach (var length in tailLengths)
            {
                if (length > to - from)
                    break;
                if (tails.Contains((length, hash(from, length)))
                    && (from + length == to || !char.IsLetterOrDigit(text[from + length])))
                {
                    (found ??= [])[from] = Math.Max(length, found?.GetValueOrDefault(from) ?? 0);
                }
            }
        }

        return found;
    }

    private static void AddPart(
        HashSet<(int Length, ulong Hash)> parts, SortedSet<int> lengths, int from, int to, Func<int, int, ulong> hash)
    {
        if (to - from is >= SecretCopies.MinPartLength and <= MaxLine)
        {
            parts.Add((to - from, hash(from, to - from)));
            lengths.Add(to - from);
        }
    }
}
