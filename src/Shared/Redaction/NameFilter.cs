using System.Runtime.InteropServices;

namespace ServerlessMcp.Redaction;

/// <summary>Which names of a document's members may be among some names in snake_case: by the first letter and the
/// length, which tell nearly all others apart before they are made snake_case.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NameFilter
{
    private readonly ulong letters;
    private readonly ulong lengths;

    private NameFilter(ulong letters, ulong lengths) => (this.letters, this.lengths) = (letters, lengths);

    /// <summary>All names.</summary>
    public static NameFilter All => new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>With one more name.</summary>
    public NameFilter With(ReadOnlySpan<byte> name) => new(letters | LetterBit(name), lengths | LengthBit(name.Length));

    /// <summary>Those of both.</summary>
    public NameFilter Or(NameFilter other) => new(letters | other.letters, lengths | other.lengths);

    /// <summary>Those that begin alike, of whatever length: what names are made of.</summary>
    public NameFilter Beginnings => new(letters, ulong.MaxValue);

    /// <summary>Whether the name, as a document has it, may be one of them. A capital letter takes two in snake_case.</summary>
    public bool MayHave(ReadOnlySpan<byte> name) => (letters & LetterBit(name)) != 0
        && ((lengths & LengthBit(name.Length)) != 0 || name.ContainsAnyInRange((byte)'A', (byte)'Z'));

    // In either case, and with the sign of kebab-case for that of snake_case.
    private static ulong LetterBit(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 1 : 1UL << ((name[0] == (byte)'-' ? (byte)'_' : name[0] | 0x20) & 63);

    private static ulong LengthBit(int length) => 1UL << Math.Min(length, 63);
}
