using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// A value on one side of a change. Terraform tells what of it is unknown and what is sensitive in trees of the same
/// shape beside it
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#change-representation"/>), and leaves
/// out of the value what is unknown: an object lacks the member, a list has <c>null</c> there. Here the three are one,
/// put together in one pass.
/// </summary>
internal sealed class PlannedValue
{
    /// <summary>A list with more elements than this is compared as a whole.</summary>
    public const int MaxElements = 10_000;

    private static readonly JsonElement All = JsonElement.Parse("true");

    private UInt128? content;
    private WorkBudget? budget;

    private PlannedValue()
    {
    }

    /// <summary>No value at all: the member isn't there. <c>null</c> is a value.</summary>
    public static PlannedValue Absent { get; } = new();

    /// <summary>The JSON of it, without what is unknown.</summary>
    public JsonElement Json { get; private init; }

    /// <summary>Whether the whole of it is marked as sensitive.</summary>
    public bool IsMarked { get; private init; }

    /// <summary>What stands in place of it if it is marked, and says why.</summary>
    public string Why { get; private set; } = SensitiveMarks.Sensitive;

    /// <summary>Whether the whole of it is known only after the apply.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>Whether something in it, or all, is marked.</summary>
    public bool HasMarks { get; private init; }

    /// <summary>How many values in it are known only after the apply; 1 if it is one itself.</summary>
    public int UnknownCount { get; private init; }

    /// <summary>The members, if it is an object.</summary>
    public OrderedDictionary<string, PlannedValue>? Members { get; private init; }

    /// <summary>The elements, if it is a list or a set of at most <see cref="MaxElements"/>.</summary>
    public List<PlannedValue>? Elements { get; private init; }

    /// <summary>Whether there is no such member.</summary>
    public bool IsAbsent => Json.ValueKind == JsonValueKind.Undefined && !IsUnknown && Members is null && Elements is null;

    /// <summary>Whether nothing is set: absent, <c>null</c>, an empty list or object.</summary>
    public bool IsEmpty => UnknownCount == 0
        && (Json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || Elements is { Count: 0 }
            || Members is { Count: 0 });

    /// <summary>What it is, marks aside: two values are the same if this is. See <see cref="ValueContent"/>.</summary>
    public UInt128 Content
    {
        get
        {
            budget?.Step();
            return content ??= ValueContent.Of(this);
        }
    }

    /// <summary>A side of a change: <c>before</c> or <c>after</c>.</summary>
    /// <param name="change">The change.</param>
    /// <param name="side">Which side of it.</param>
    /// <param name="known">What is known to be sensitive of it besides.</param>
    /// <param name="guesses">Whether names tell what is sensitive as well.</param>
    /// <param name="budget">What going through it may cost.</param>
    public static PlannedValue Of(
        JsonElement change, string side, SensitiveMarks known = default, bool guesses = false,
        WorkBudget? budget = null) => Of(
        Member(change, side), Member(change, side == "before" ? "before_sensitive" : "after_sensitive"),
        side == "before" ? default : Member(change, "after_unknown"), new(known, guesses, budget));

    /// <summary>A member of an object; <see cref="Absent"/> if it has none.</summary>
    public PlannedValue Member(string name) => Members is not null && Members.TryGetValue(name, out var member) ? member : Absent;

    private static PlannedValue Of(JsonElement value, JsonElement marks, JsonElement unknown, Unmarked more)
    {
        more.Budget?.Step();
        if (more.Known.Why is { } why && marks.ValueKind != JsonValueKind.True
            && value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            return Of(value, All, unknown, more with { Known = default }).Because(why);
        var isMarked = marks.ValueKind == JsonValueKind.True;
        if (unknown.ValueKind == JsonValueKind.True)
            return new() { IsUnknown = true, IsMarked = isMarked, HasMarks = isMarked, UnknownCount = 1 };
        PlannedValue made = value.ValueKind switch
        {
            JsonValueKind.Object => Object(value, marks, unknown, more),
            JsonValueKind.Array when value.GetArrayLength() <= MaxElements => Array(value, marks, unknown, more),

            // Of an object in which nothing is known.
            JsonValueKind.Undefined when unknown.ValueKind == JsonValueKind.Object => Object(value, marks, unknown, more),
            JsonValueKind.Undefined or JsonValueKind.Null
                when HasTrue(unknown) => new()
                { IsUnknown = true, IsMarked = isMarked, HasMarks = HasTrue(marks), UnknownCount = CountTrue(unknown) },
            _ => new()
            {
                Json = value,
                IsMarked = isMarked,
                HasMarks = HasTrue(marks)
                || (value.ValueKind == JsonValueKind.Array && (more.Guesses || !more.Known.IsEmpty)),
                UnknownCount = CountTrue(unknown)
            },
        };
        made.budget = more.Budget;
        return made;
    }

    private PlannedValue Because(string why)
    {
        Why = why;
        return this;
    }

    private static PlannedValue Object(JsonElement value, JsonElement marks, JsonElement unknown, Unmarked more)
    {
        // Marks of another shape than the value's hold for all of it.
        var isMarked = marks.ValueKind == JsonValueKind.True || (marks.ValueKind == JsonValueKind.Array && HasTrue(marks));
        var members = new OrderedDictionary<string, PlannedValue>(StringComparer.Ordinal);
        var (open, secret) = (MembersOf(unknown), MembersOf(marks));
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                members[member.Name] = Of(
                    member.Value, isMarked ? All : secret.GetValueOrDefault(member.Name),
                    open.GetValueOrDefault(member.Name), isMarked ? more.Marked : more.Member(member));
        }

        foreach (var (name, below) in open)
        {
            if (!members.ContainsKey(name)
                && Of(default, isMarked ? All : secret.GetValueOrDefault(name), below, more.Marked)
                is { UnknownCount: > 0 } member)
                members[name] = member;
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

    private static PlannedValue Array(JsonElement value, JsonElement marks, JsonElement unknown, Unmarked more)
    {
        var isMarked = marks.ValueKind == JsonValueKind.True || (marks.ValueKind == JsonValueKind.Object && HasTrue(marks));
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

    /// <summary>Whether a tree of marks says <c>true</c> anywhere.</summary>
    public static bool HasTrue(JsonElement tree) => CountTrue(tree) > 0;

    private static int CountTrue(JsonElement tree) => tree.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.Object => tree.EnumerateObject().Sum(member => CountTrue(member.Value)),
        JsonValueKind.Array => tree.EnumerateArray().Sum(CountTrue),
        _ => 0,
    };

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value : default;

    // The last of several members of one name counts, as JsonElement has it.
    private static Dictionary<string, JsonElement> MembersOf(JsonElement tree)
    {
        if (tree.ValueKind != JsonValueKind.Object)
            return [];
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in tree.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }

    // What no mark tells of, and what looking for it may cost.
    private readonly record struct Unmarked(SensitiveMarks Known, bool Guesses, WorkBudget? Budget)
    {
        // Of what is marked as a whole nothing more is to be known.
        public Unmarked Marked => new(default, Guesses: false, Budget);

        public Unmarked Member(JsonProperty member) =>
            Known.IsEmpty && !Guesses ? this
            : this with { Known = TerraformDocument.Marks(member.Name, member.Value, Known, Guesses) };

        public Unmarked Element(int index) => Known.IsEmpty ? this : this with { Known = Known.Element(index) };
    }
}
