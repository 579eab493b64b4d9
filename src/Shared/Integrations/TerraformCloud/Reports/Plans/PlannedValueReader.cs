namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>Puts a side of a change together of its value and the trees of marks beside it, in one pass.</summary>
internal static class PlannedValueReader
{
    /// <summary>A list with more elements than this is compared as a whole.</summary>
    public const int MaxElements = 10_000;

    private static readonly JsonElement All = JsonElement.Parse("true");

    /// <summary>Puts value, marks and what is unknown together.</summary>
    public static PlannedValue Of(JsonElement value, JsonElement marks, JsonElement unknown, UnmarkedValue more)
    {
        more.Budget?.Step();
        if (more.Known.Why is { } why && marks.ValueKind != JsonValueKind.True
            && value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return Of(value, All, unknown, more with { Known = default }).Because(why);
        }

        var isMarked = marks.ValueKind == JsonValueKind.True;
        if (unknown.ValueKind == JsonValueKind.True)
            return new() { IsUnknown = true, IsMarked = isMarked, HasMarks = isMarked, UnknownCount = 1 };
        var made = value.ValueKind switch
        {
            JsonValueKind.Object => Object(value, marks, unknown, more),
            JsonValueKind.Array when value.GetArrayLength() <= MaxElements => Array(value, marks, unknown, more),

            // Of an object in which nothing is known.
            JsonValueKind.Undefined when unknown.ValueKind == JsonValueKind.Object => Object(value, marks, unknown, more),
            JsonValueKind.Undefined or JsonValueKind.Null when MarkTree.HasTrue(unknown) => new PlannedValue
            {
                IsUnknown = true,
                IsMarked = isMarked,
                HasMarks = MarkTree.HasTrue(marks),
                UnknownCount = MarkTree.CountTrue(unknown),
            },
            _ => new()
            {
                Json = value,
                IsMarked = isMarked,
                HasMarks = MarkTree.HasTrue(marks)
                || (value.ValueKind == JsonValueKind.Array && (more.Guesses || !more.Known.IsEmpty)),
                UnknownCount = MarkTree.CountTrue(unknown)
            },
        };
        return made.Within(more.Budget);
    }

    private static PlannedValue Object(JsonElement value, JsonElement marks, JsonElement unknown, UnmarkedValue more)
    {
        // Marks of another shape than the value's hold for all of it.
        var isMarked = marks.ValueKind == JsonValueKind.True
            || (marks.ValueKind == JsonValueKind.Array && MarkTree.HasTrue(marks));
        var members = new OrderedDictionary<string, PlannedValue>(StringComparer.Ordinal);
        var (open, secret) = (MarkTree.MembersOf(unknown), MarkTree.MembersOf(marks));
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                members[member.Name] = Of(
                    member.Value, isMarked ? All : secret.GetValueOrDefault(member.Name),
                    open.GetValueOrDefault(member.Name), isMarked ? more.Marked : more.Member(member));
            }
        }

        foreach (var (name, below) in open)
        {
            if (!members.ContainsKey(name)
                && Of(default, isMarked ? All : secret.GetValueOrDefault(name), below, more.Marked)
                is { UnknownCount: > 0 } member)
            {
                members[name] = member;
            }
        }

        return new()
        {
            Json = value,
            IsMarked = isMarked,
            HasMarks = isMarked || members.Values.Any(member => member.HasMarks),
            UnknownCount = members.Values.Sum(member => member.UnknownCount),
            Members = members,
        };
    }

    private static PlannedValue Array(JsonElement value, JsonElement marks, JsonElement unknown, UnmarkedValue more)
    {
        var isMarked = marks.ValueKind == JsonValueKind.True
            || (marks.ValueKind == JsonValueKind.Object && MarkTree.HasTrue(marks));
        List<PlannedValue> elements = new(value.GetArrayLength());

        // By enumerator, because an index counts from the start each time.
        using var open = Elements(unknown).GetEnumerator();
        using var secret = Elements(marks).GetEnumerator();
        foreach (var element in value.EnumerateArray())
        {
            var below = secret.MoveNext() ? secret.Current : default;
            elements.Add(Of(element, isMarked ? All : below, open.MoveNext() ? open.Current : default, isMarked
                ? more.Marked : more.Element(elements.Count)));
        }

        return new()
        {
            Json = value,
            IsMarked = isMarked,
            HasMarks = isMarked || elements.Exists(element => element.HasMarks),
            UnknownCount = elements.Sum(element => element.UnknownCount),
            Elements = elements,
        };

        static IEnumerable<JsonElement> Elements(JsonElement tree) =>
            tree.ValueKind == JsonValueKind.Array ? tree.EnumerateArray() : [];
    }
}
