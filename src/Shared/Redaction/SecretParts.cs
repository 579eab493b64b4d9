namespace ServerlessMcp.Redaction;

/// <summary>The secrets that are withheld inside of longer texts too, to be found there in a time by the text's length.</summary>
/// <param name="budget">What looking may cost; null for a document that was read within one.</param>
internal sealed class SecretParts(WorkBudget? budget)
{
    // By so many characters a part is recognized first. A whole value of 4 characters is one of 6 with its quotes,
    // within a text that is JSON.
    private const int Window = 6;

    // A text is looked through in pieces, so that its hashes don't take eight times its memory.
    private const int Piece = 16 * 1024;

    // A tenth of a percent of all windows pass by chance, until there are hundreds of secrets.
    private const int FilterBits = 1 << 18;

    private readonly HashSet<(int Length, ulong Hash)> parts = [];
    private readonly Dictionary<ulong, List<int>> lengths = [];
    private ulong[]? filter;

    /// <summary>Finds the first place in a text where one stands, of those that are withheld inside of longer texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is; of one that goes on behind <see cref="TextHash.MaxLength"/> characters so
    /// many.</param>
    public bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (filter is null || text.Length - from < Window)
            return false;
        budget?.Step(text.Length - from);
        var hashes = ArrayPool<ulong>.Shared.Rent(Math.Min(text.Length - from, Piece + TextHash.MaxLength) + 1);
        try
        {
            for (var at = from; at + Window <= text.Length; at += Piece)
            {
                var piece = text.Slice(at, Math.Min(text.Length - at, Piece + TextHash.MaxLength));
                TextHash.Beginnings(piece, hashes);
                if (!TryFind(hashes.AsSpan(0, piece.Length + 1), out start, out length))
                    continue;
                start += at;
                return true;
            }

            return false;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(hashes);
        }
    }

    private bool TryFind(ReadOnlySpan<ulong> hashes, out int start, out int length)
    {
        for (start = 0; start + Window < hashes.Length && start < Piece; start++)
        {
            var begins = TextHash.OfPart(hashes, start, Window);
            if (!Passes(begins) || !lengths.TryGetValue(begins, out var known))
                continue;
            foreach (var one in known)
            {
                budget?.Step();
                if (start + one < hashes.Length && parts.Contains((one, TextHash.OfPart(hashes, start, one))))
                {
                    length = one;
                    return true;
                }
            }
        }

        length = 0;
        return false;
    }

    /// <summary>Notes a text; one of less than six characters is not.</summary>
    public void Add(string text)
    {
        if (text.Length < Window)
            return;
        text = text.Length <= TextHash.MaxLength ? text : text[..TextHash.MaxLength];
        if (!parts.Add((text.Length, TextHash.Of(text))))
            return;
        var begins = TextHash.Of(text.AsSpan(0, Window));
        filter ??= new ulong[FilterBits / 64];
        filter[(begins % FilterBits) / 64] |= 1UL << (int)(begins % 64);
        if (!lengths.TryGetValue(begins, out var known))
            lengths[begins] = known = [];
        if (!known.Contains(text.Length))
            known.Add(text.Length);
    }

    private bool Passes(ulong begins) => (filter![(begins % FilterBits) / 64] & (1UL << (int)(begins % 64))) != 0;
}
