namespace ServerlessMcp.Redaction;

/// <summary>
/// Values that a plan marks as sensitive, to be found again where no mark is: Terraform hides <c>input = (sensitive
/// value)</c> and prints its copy below. Kept are not the values but the length and a keyed hash of each
/// (<see cref="TextHash"/>), and a text is looked through with a window that rolls over it: one step for each character
/// and each power of two up to <see cref="MaxWhole"/>, however many values there are.
/// </summary>
internal sealed class SecretCopies
{
    /// <summary>The shortest value looked for. A shorter one is a word that stands in many places for other reasons.</summary>
    public const int MinLength = 6;

    /// <summary>From here on a value is found within longer words too; a shorter one where no letter and no digit is
    /// beside it. As <see cref="SensitiveValues"/> has it.</summary>
    public const int MinPartLength = 8;

    /// <summary>The longest value kept as one. A longer one is kept in pieces of this length.</summary>
    public const int MaxWhole = 512;

    /// <summary>What stands in place of a copy.</summary>
    public const string Withheld = "(sensitive)";

    private static readonly int[] Widths = [512, 256, 128, 64, 32, 16, MinPartLength, MinLength];

    private readonly CopyWindow?[] windows = new CopyWindow?[Widths.Length];
    private readonly HashSet<(int Length, ulong Hash)> known = [];
    private readonly WrappedCopies wrapped = new();

    /// <summary>There are none.</summary>
    public static SecretCopies None { get; } = new();

    /// <summary>How many values are kept, in all their forms.</summary>
    public int Count => known.Count + wrapped.Count;

    /// <summary>Keeps a text of at least <see cref="MinLength"/> characters.</summary>
    public void Add(string text)
    {
        if (text.Length < MinLength)
            return;
        if (text.Length >= MinPartLength && text.Contains(' ', StringComparison.Ordinal)
            && !text.Contains('\n', StringComparison.Ordinal))
        {
            var hashes = new ulong[text.Length + 1];
            TextHash.Beginnings(text, hashes);
            wrapped.Add(text, (at, length) => TextHash.OfPart(hashes, at, length));
        }

        AddWhole(text);
    }

    private void AddWhole(string text)
    {
        if (text.Length > MaxWhole)
        {
            for (var at = 0; at < text.Length; at += MaxWhole)
                AddWhole(text.Substring(Math.Min(at, text.Length - MaxWhole), MaxWhole));
            return;
        }

        var place = Array.FindIndex(Widths, width => width <= text.Length);
        if (known.Add((text.Length, TextHash.Of(text))))
            (windows[place] ??= new()).Add(TextHash.Of(text.AsSpan(0, Widths[place])), text.Length);
    }

    /// <summary>The text without them, and nothing else.</summary>
    public string Withhold(string text)
    {
        if (known.Count == 0 || text.Length < MinLength)
            return text;
        var hashes = ArrayPool<ulong>.Shared.Rent(text.Length + 1);
        TextHash.Beginnings(text, hashes);
        var clean = Withhold(text, hashes);
        ArrayPool<ulong>.Shared.Return(hashes);
        return clean;
    }

    private string Withhold(string text, ulong[] hashes)
    {
        var parts = wrapped.Find(text, (at, length) => TextHash.OfPart(hashes, at, length));
        StringBuilder? clean = null;
        var (copied, end) = (0, 0);
        for (var at = 0; at + MinLength <= text.Length; at++)
        {
            if (Math.Max(Found(text, hashes, at), parts?.GetValueOrDefault(at) ?? 0) is not (> 0 and var length))
                continue;
            clean ??= new StringBuilder(text.Length);
            if (at >= end)
            {
                // What begins within the one before is taken with it: the two overlap.
                clean.Append(text, copied, at - copied).Append(Withheld);
            }

            copied = end = Math.Max(end, at + length);
        }

        return clean is null ? text : clean.Append(text, copied, text.Length - copied).ToString();
    }

    // How long the longest of them is that stands here; 0 for none.
    private int Found(string text, ulong[] hashes, int at)
    {
        for (var i = 0; i < windows.Length; i++)
        {
            if (windows[i] is not { } window || at + Widths[i] > text.Length
                || window.Lengths(TextHash.OfPart(hashes, at, Widths[i])) is not { } lengths)
            {
                continue;
            }

            var found = 0;
            foreach (var length in lengths)
            {
                if (length > found && at + length <= text.Length && known.Contains((length, TextHash.OfPart(hashes, at, length)))
                    && (length >= MinPartLength || IsWord(text, at, length)))
                {
                    found = length;
                }
            }

            if (found > 0)
                return found;
        }

        return 0;
    }

    private static bool IsWord(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));
}
