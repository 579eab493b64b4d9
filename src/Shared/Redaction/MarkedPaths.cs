using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Redaction;

/// <summary>
/// Paths of sensitive values, as a tree: what stands below a value is found at once, however many paths there are. Made
/// of <c>sensitive_attributes</c> of a raw state
/// (<c>[{"type":"get_attr","value":"password"},{"type":"index","value":{"value":0,"type":"number"}}]</c>), and of names
/// that are known (<see cref="KnownSecrets"/>).
/// </summary>
internal sealed class MarkedPaths
{
    private Dictionary<string, MarkedPaths>? members;
    private Dictionary<int, MarkedPaths>? elements;
    private MarkedPaths? any;

    /// <summary>Why the value itself is sensitive; null if only something below it is.</summary>
    public string? Why { get; private set; }

    /// <summary>Whether lists are no steps: <c>master_auth.client_key</c> is said of each element of
    /// <c>master_auth</c>.</summary>
    public bool PassesLists { get; init; }

    /// <summary>The paths of a raw state's instance.</summary>
    public static MarkedPaths Read(JsonElement list)
    {
        var root = new MarkedPaths();
        foreach (var path in list.EnumerateArray())
        {
            if (path.ValueKind != JsonValueKind.Array)
                continue;
            var at = root;
            foreach (var step in path.EnumerateArray())
                at = at.Below(step);
            at.Why = SensitiveMarks.Sensitive;
        }

        return root;
    }

    /// <summary>Adds a path of names.</summary>
    public void Add(string path, string why)
    {
        var at = this;
        foreach (var name in path.Split('.'))
            at = at.Below(name);
        at.Why = why;
    }

    /// <summary>Adds those that hold for a member of the value.</summary>
    public void Member(string name, List<MarkedPaths> found)
    {
        // attributes_flat has "master_auth.0.client_key".
        if (PassesLists && name.Contains('.'))
        {
            if (name.Split('.').Where(part => !part.All(char.IsAsciiDigit))
                .Aggregate(this, (MarkedPaths? at, string part) => at?.members?.GetValueOrDefault(part)) is { } flat)
            {
                found.Add(flat);
            }

            return;
        }

        if (members is not null && members.TryGetValue(name, out var below))
            found.Add(below);
        if (any is not null)
            found.Add(any);
    }

    /// <summary>Adds those that hold for an element of the value.</summary>
    public void Element(int index, List<MarkedPaths> found)
    {
        if (PassesLists)
            found.Add(this);
        if (elements is not null && elements.TryGetValue(index, out var below))
            found.Add(below);
        if (any is not null)
            found.Add(any);
    }

    // A set has no index: an element is named by its value, so a step into a set matches every element.
    private MarkedPaths Below(JsonElement step)
    {
        for (var level = 0; level < 2 && step.ValueKind == JsonValueKind.Object; level++)
            step = step.TryGetProperty("value", out var value) ? value : default;
        if (step.ValueKind == JsonValueKind.String)
            return Below(step.GetString()!);
        if (step.ValueKind != JsonValueKind.Number || !step.TryGetInt32(out var index))
            return any ??= new MarkedPaths();
        elements ??= [];
        return elements.TryGetValue(index, out var below) ? below : elements[index] = new MarkedPaths();
    }

    private MarkedPaths Below(string name)
    {
        members ??= new(StringComparer.Ordinal);
        return members.TryGetValue(name, out var below) ? below : members[name] = new MarkedPaths { PassesLists = PassesLists };
    }
}
