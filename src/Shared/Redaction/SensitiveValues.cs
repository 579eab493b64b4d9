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

    // In characters, of which each may be four bytes.
    private const int MaxEncoded = TextHash.MaxLength / 4;

    private readonly HashSet<(int Length, ulong Hash)> wholes = [];
    private readonly SecretParts parts = new(budget);

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
                    {
                        Add(member.Value, isTyped && member.Name == "value" ? marks.ValueBesideType()
                            : marks.Member(member.Name));
                    }
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
            parts.Add($"\"{text}\"");
            foreach (var form in EscapedText.Of(text))
                parts.Add($"\"{form}\"");
            AddWhole(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
            return;
        }

        parts.Add(text);

        // As it stands within JSON: a key of several lines has \n in it. And without the line end of the file that it
        // was read from.
        foreach (var form in EscapedText.Of(text))
            parts.Add(form);
        foreach (var form in EscapedText.Base64(text.Length <= MaxEncoded ? text : text[..MaxEncoded]))
            parts.Add(form);
        if (text.Trim() is var trimmed && trimmed != text)
            AddText(trimmed, minPart);
    }

    /// <summary>Whether a text is or holds one.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => IsWhole(text) || parts.TryFind(text, 0, out _, out _);

    /// <summary>Finds the first place in a text where one stands; see <see cref="SecretParts"/>.</summary>
    public bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int length) =>
        parts.TryFind(text, from, out start, out length);

    /// <summary>Whether a text is one: a number, a word.</summary>
    public bool IsWhole(ReadOnlySpan<char> text) => wholes.Count > 0
        && text.Length is >= MinLength and <= TextHash.MaxLength && wholes.Contains((text.Length, TextHash.Of(text)));

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
            // Half a surrogate pair is no text. Writing the document refuses it later.
        }
    }

    private void AddWhole(string text)
    {
        if (text.Length is >= MinLength and <= TextHash.MaxLength)
            wholes.Add((text.Length, TextHash.Of(text)));
    }
}
