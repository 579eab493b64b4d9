namespace ServerlessMcp.Redaction;

/// <summary>
/// The secrets of a document by their text. Terraform marks a value where it was declared sensitive, but not everywhere
/// it has gone: <c>terraform_data.input.password</c> is marked, and the same text in <c>output.password</c> is not,
/// because the provider computed it. So what is marked in one place is withheld in all, as it is, within other texts,
/// as JSON escapes it, and as base64. Kept are lengths and keyed hashes, no texts; looking through a text takes a time
/// by its length, however many secrets there are.
/// </summary>
/// <param name="budget">What adding and looking may cost; null for a document that was read within one.</param>
internal sealed class SensitiveValues(WorkBudget? budget = null)
{
    /// <summary>Shorter texts are words ("10", "eu") that stand in many places for other reasons. From here on they are
    /// withheld where they are a whole value…</summary>
    public const int MinLength = 4;

    /// <summary>…and from here on inside of longer texts too: in a connection string, in a script.</summary>
    public const int MinPartLength = 8;

    // By so many characters a part is recognized first. A whole value of 4 characters is one of 6 with its quotes,
    // within a text that is JSON.
    private const int Window = 6;

    // In characters, of which each may be four bytes.
    private const int MaxEncoded = TextHash.MaxLength / 4;

    // A text is looked through in pieces, so that its hashes don't take eight times its memory.
    private const int Piece = 16 * 1024;

    // A tenth of a percent of all windows pass by chance, until there are hundreds of secrets.
    private const int FilterBits = 1 << 18;

    private readonly HashSet<(int Length, ulong Hash)> wholes = [];
    private readonly HashSet<(int Length, ulong Hash)> parts = [];
    private readonly Dictionary<ulong, List<int>> lengths = [];
    private ulong[]? filter;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => wholes.Count == 0;

    /// <summary>Notes what is marked in a value.</summary>
    public void Add(JsonElement value, SensitiveMarks marks)
    {
        budget?.Step();
        if (marks.IsEmpty)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number when marks.IsMarked:
                AddScalar(value);
                break;
            case JsonValueKind.Object:
                var isTyped = TypedValue.Is(value, budget);
                foreach (var member in value.EnumerateObject())
                {
                    if (!isTyped || member.Name != "type" || (!marks.IsMarked && member.Value.ValueKind == JsonValueKind.String))
                        Add(member.Value, isTyped && member.Name == "value" ? marks.ValueBesideType()
                            : marks.Member(member.Name));
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var element in value.EnumerateArray())
                    Add(element, marks.Element(index++));
                break;
        }
    }

    /// <summary>Notes a text. Of a long one its beginning is enough to know it by.</summary>
    /// <param name="text">The text.</param>
    /// <param name="minPart">From which length on it is withheld inside of longer texts, <see cref="MinPartLength"/> as
    /// a rule, 6 at least.</param>
    public void AddText(string text, int minPart = MinPartLength)
    {
        if (InvisibleText.HasHidden(text) && InvisibleText.Clean(text) is var seen && seen != text)
            AddText(seen, minPart);
        if (text.Length < MinLength)
            return;
        budget?.Step(text.Length);
        text = text.Length <= TextHash.MaxLength ? text : text[..TextHash.MaxLength];
        if (!wholes.Add((text.Length, TextHash.Of(text))))
            return;
        if (text.Length < minPart)
        {
            AddPart($"\"{text}\"");
            foreach (var form in EscapedText.Of(text))
                AddPart($"\"{form}\"");
            AddWhole(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
            return;
        }

        AddPart(text);

        // As it stands within JSON: a key of several lines has \n in it. And without the line end of the file that it
        // was read from.
        foreach (var form in EscapedText.Of(text))
            AddPart(form);
        foreach (var form in EscapedText.Base64(text.Length <= MaxEncoded ? text : text[..MaxEncoded]))
            AddPart(form);
        if (text.Trim() is var trimmed && trimmed != text)
            AddText(trimmed, minPart);
    }

    /// <summary>Whether a text is or holds one.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => IsWhole(text) || TryFind(text, 0, out _, out _);

    /// <summary>Whether a text is one: a number, a word.</summary>
    public bool IsWhole(ReadOnlySpan<char> text) => wholes.Count > 0
        && text.Length is >= MinLength and <= TextHash.MaxLength && wholes.Contains((text.Length, TextHash.Of(text)));

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

    private void AddScalar(JsonElement value)
    {
        try
        {
            // A short number is a whole value, and no part of another: 4711 stands in 14711 by chance.
            if (value.ValueKind == JsonValueKind.String)
                AddText(value.GetString()!);
            else if (value.GetRawText() is { Length: >= MinPartLength } number)
                AddText(number);
            else
                AddWhole(value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text, and whoever writes the document refuses it.
        }
    }

    private void AddWhole(string text)
    {
        if (text.Length is >= MinLength and <= TextHash.MaxLength)
            wholes.Add((text.Length, TextHash.Of(text)));
    }

    private void AddPart(string text)
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
