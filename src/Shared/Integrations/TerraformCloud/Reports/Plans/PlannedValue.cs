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
    private UInt128? content;
    private WorkBudget? budget;

    /// <summary>No value at all: the member isn't there. <c>null</c> is a value.</summary>
    public static PlannedValue Absent { get; } = new();

    /// <summary>The JSON of it, without what is unknown.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Whether the whole of it is marked as sensitive.</summary>
    public bool IsMarked { get; init; }

    /// <summary>What stands in place of it if it is marked, and says why.</summary>
    public string Why { get; private set; } = SensitiveMarks.Sensitive;

    /// <summary>Whether the whole of it is known only after the apply.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether something in it, or all, is marked.</summary>
    public bool HasMarks { get; init; }

    /// <summary>How many values in it are known only after the apply; 1 if it is one itself.</summary>
    public int UnknownCount { get; init; }

    /// <summary>The members, if it is an object.</summary>
    public OrderedDictionary<string, PlannedValue>? Members { get; init; }

    /// <summary>The elements, if it is a list or a set of at most <see cref="PlannedValueReader.MaxElements"/>.</summary>
    public List<PlannedValue>? Elements { get; init; }

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
        WorkBudget? budget = null)
    {
        var isBefore = side == "before";
        return PlannedValueReader.Of(Tree(side), Tree(isBefore ? "before_sensitive" : "after_sensitive"),
            isBefore ? default : Tree("after_unknown"), new(known, guesses, budget));

        JsonElement Tree(string name) => change.TryGetProperty(name, out var value) ? value : default;
    }

    /// <summary>A member of an object; <see cref="Absent"/> if it has none.</summary>
    public PlannedValue Member(string name) => Members is not null && Members.TryGetValue(name, out var member) ? member : Absent;

    /// <summary>The same, with what stands in place of it if it is marked.</summary>
    public PlannedValue Because(string why)
    {
        Why = why;
        return this;
    }

    /// <summary>The same, within a budget.</summary>
    public PlannedValue Within(WorkBudget? within)
    {
        budget = within;
        return this;
    }
}
