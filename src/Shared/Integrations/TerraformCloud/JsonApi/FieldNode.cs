using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>A place in the tree of selected fields. Immutable; found by UTF-8 name without an allocation.</summary>
internal sealed class FieldNode
{
    /// <summary>Everything from here on.</summary>
    public static readonly FieldNode All = new(isEverything: true, isNamed: false, [], any: null);

    private readonly byte[][] names;
    private readonly FieldNode[] nodes;
    private readonly FieldNode? any;

    // Bit n: some child's name has n bytes (63: 63 or more). Most attributes of a document aren't selected, and most of
    // those are told apart by their length.
    private readonly ulong lengths;

    /// <param name="isEverything">Whether <c>*</c> ends a path here.</param>
    /// <param name="isNamed">Whether a path ends here.</param>
    /// <param name="children">What is selected below, by name.</param>
    /// <param name="any">What is selected below every other name (<c>data.*.policies</c>); null for nothing.</param>
    public FieldNode(bool isEverything, bool isNamed, IEnumerable<KeyValuePair<string, FieldNode>> children, FieldNode? any)
    {
        this.any = any;
        IsEverything = isEverything;
        IsNamed = isNamed;
        var sorted = children.Select(child => (Name: Encoding.UTF8.GetBytes(child.Key), child.Value)).ToArray();
        Array.Sort(sorted, static (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        names = Array.ConvertAll(sorted, child => child.Name);
        nodes = Array.ConvertAll(sorted, child => child.Value);
        var filter = isEverything || any is not null ? NameFilter.All : default;
        foreach (var name in names)
        {
            lengths |= LengthBit(name.Length);
            filter = filter.With(name);
        }

        Names = filter;

        // Whether a value is sensitive, another member may say, whatever that is called in the selection.
        Members = filter.MayHave("value"u8) ? NameFilter.All : filter;
    }

    /// <summary>Whether <c>*</c> was said here.</summary>
    public bool IsEverything { get; }

    /// <summary>Whether a path ends here.</summary>
    public bool IsNamed { get; }

    /// <summary>Which names of a document may be selected here.</summary>
    public NameFilter Names { get; }

    /// <summary>Which members of an object have to be looked at.</summary>
    public NameFilter Members { get; }

    /// <summary>Whether something below is asked for: <c>*</c> or a longer path.</summary>
    public bool GoesDeeper => IsEverything || names.Length > 0 || any is not null;

    /// <summary>The node of this very name; null if no path has it.</summary>
    public FieldNode? Child(ReadOnlySpan<byte> name)
    {
        if ((lengths & LengthBit(name.Length)) == 0)
            return null;
        int low = 0, high = names.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            switch (name.SequenceCompareTo(names[middle]))
            {
                case 0: return nodes[middle];
                case < 0: high = middle - 1; break;
                default: low = middle + 1; break;
            }
        }

        return null;
    }

    /// <summary>What to write of an attribute of this name: null for nothing, <see cref="All"/> for all of it, else a
    /// part.</summary>
    public FieldNode? Attribute(ReadOnlySpan<byte> name)
    {
        if (IsEverything)
            return All;
        var child = Child(name) ?? any;
        return child is { IsNamed: true } or { IsEverything: true } ? All : child;
    }

    private static ulong LengthBit(int length) => 1UL << Math.Min(length, 63);
}
