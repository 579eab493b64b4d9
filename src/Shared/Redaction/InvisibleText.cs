namespace ServerlessMcp.Redaction;

/// <summary>
/// Takes out of an answer what a person would not see and a model would read: terminal sequences (ECMA-48), control
/// characters, bidirectional and zero-width characters, variation selectors and tags, which can carry whole sentences.
/// What is written into a run's message, a log or a name goes to every model that reads it, so this works on the
/// finished JSON, names and values alike, in the one place that all answers pass.
/// </summary>
internal static class InvisibleText
{
    // The bytes that what is hidden begins with, and the backslash of JSON's escapes. An answer without them, and most
    // are ASCII, is looked through at memory speed.
    private static readonly SearchValues<byte> Suspects =
        SearchValues.Create([(byte)'\\', 0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3]);

    // Where in the first plane hidden characters are: asking for all 65,536 would take a start half a millisecond.
    private static readonly (int From, int To)[] Blocks =
        [(0, 0x700), (0x1100, 0x1900), (0x2000, 0x2100), (0x3100, 0x3200), (0xFE00, 0x10000)];

    // And the halves with which those of other planes begin.
    private static readonly SearchValues<char> HiddenCharacters = SearchValues.Create(
        [.. Blocks.SelectMany(block => Enumerable.Range(block.From, block.To - block.From)).Where(IsHidden)
            .Select(character => (char)character), '\uD82F', '\uD834', '\uDB40', '\uDB41', '\uDB42', '\uDB43']);

    /// <summary>The JSON without it; the very same memory where there is nothing to take out.</summary>
    /// <param name="json">Valid JSON in UTF-8.</param>
    public static ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> json)
    {
        var bytes = json.Span;
        ArrayBufferWriter<byte>? clean = null;
        var copied = 0;
        for (var at = Next(bytes, 0); at < bytes.Length; at = Next(bytes, at))
        {
            var (character, length) = Read(bytes, at);
            if (!IsHidden(character))
            {
                at += length;
                continue;
            }

            clean ??= new ArrayBufferWriter<byte>(bytes.Length);
            clean.Write(bytes[copied..at]);
            at = copied = TerminalSequence.End(bytes, at + length, character);
        }

        if (clean is null)
        {
            return json;
        }

        clean.Write(bytes[copied..]);
        return clean.WrittenMemory;
    }

    /// <summary>Whether there is any in a text, or may be: characters beyond the first plane are counted in by their
    /// first half.</summary>
    public static bool HasHidden(ReadOnlySpan<char> text) => text.ContainsAny(HiddenCharacters);

    /// <summary>The text without it; the very same where there is nothing to take out.</summary>
    public static string Clean(string text) => !HasHidden(text) ? text
        : JsonElement.Parse(Clean(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\"")).Span).GetString()!;

    /// <summary>Whether a character is taken out: Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt),
    /// annotations, and controls but tab and line ends.</summary>
    public static bool IsHidden(int character) => character switch
    {
        '\t' or '\n' or '\r' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) or 0xAD => true,
        0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) => true,
        (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) => true,
        0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB) => true,
        (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => false,
    };

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var found = json[from..].IndexOfAny(Suspects);
        return found < 0 ? json.Length : from + found;
    }

    // The character here and how many bytes it takes, escaped or not.
    internal static (int Character, int Length) Read(ReadOnlySpan<byte> json, int at)
    {
        if (json[at] != '\\')
        {
            Rune.DecodeFromUtf8(json[at..], out var rune, out var length);
            return (rune.Value, length);
        }

        if (json[at + 1] != 'u')
        {
            return (json[at + 1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' =>
                '\r',
                (byte)'t' => '\t',
                var itself => itself
            }, 2);
        }

        var high = Unit(json, at + 2);
        return char.IsHighSurrogate(high) && json[(at + 6)..].StartsWith("\\u"u8) && Unit(json, at + 8) is var low
            && char.IsLowSurrogate(low)
            ? (char.ConvertToUtf32(high, low), 12)
            : (high, 6);
    }

    private static char Unit(ReadOnlySpan<byte> json, int at) =>
        (char)ushort.Parse(json.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
