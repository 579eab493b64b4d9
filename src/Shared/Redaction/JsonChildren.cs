namespace ServerlessMcp.Redaction;

/// <summary>
/// The members or elements of a value, each found at once:
/// <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> looks through all of an object for each name, and
/// an index through all of an array, so that asking for each of 40,000 takes seconds. Of a name that comes twice the
/// last counts, as there.
/// </summary>
internal sealed class JsonChildren(JsonElement owner)
{
    // Fewer are looked through faster than a table of them is made.
    private const int MaxSmall = 8;

    private Dictionary<string, JsonElement>? members;
    private JsonElement[]? elements;

    /// <summary>The member of this name; undefined if there is none, or the value is no object.</summary>
    public JsonElement Member(string name)
    {
        if (owner.ValueKind != JsonValueKind.Object)
            return default;
        if (members is null && owner.GetPropertyCount() <= MaxSmall)
            return owner.TryGetProperty(name, out var one) ? one : default;
        return (members ??= Table()).GetValueOrDefault(name);
    }

    /// <summary>The element at this index; undefined if there is none, or the value is no array.</summary>
    public JsonElement Element(int index)
    {
        if (owner.ValueKind != JsonValueKind.Array)
            return default;
        elements ??= [.. owner.EnumerateArray()];
        return (uint)index < (uint)elements.Length ? elements[index] : default;
    }

    private Dictionary<string, JsonElement> Table()
    {
        var table = new Dictionary<string, JsonElement>(owner.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in owner.EnumerateObject())
            table[member.Name] = member.Value;
        return table;
    }
}
