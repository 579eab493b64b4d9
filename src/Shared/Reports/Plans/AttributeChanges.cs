using System.Text.Json;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Reports.Documents;

namespace ServerlessMcp.Reports.Plans;

/// <summary>
/// Compares the two sides of a change (<see href="https://developer.hashicorp.com/terraform/internals/json-format#change-representation"/>): <c>before</c> and <c>after</c>,
/// with what is unknown and what is sensitive in trees of the same shape beside them. The deepest path that differs is told, so that one tag is one path; of lists of
/// different lengths the list, because its elements have shifted.
/// </summary>
/// <param name="withValues">Whether values are kept.</param>
/// <param name="countsUnknown">Whether what isn't known before the apply is only counted: of a new object those are the dozens of attributes that the provider computes.</param>
internal sealed class AttributeChanges(bool withValues, bool countsUnknown)
{
    /// <summary>The most paths told of a resource.</summary>
    public const int Max = 40;

    private readonly List<string> sensitive = [];

    /// <summary>What differs.</summary>
    public List<AttributeChange> Found { get; } = [];

    /// <summary>How many more than <see cref="Max"/> differ.</summary>
    public int More { get; private set; }

    /// <summary>How many attributes are only known after the apply, where those are counted.</summary>
    public int Unknown { get; private set; }

    /// <summary>Paths that are marked as sensitive and do not differ, or were redacted on both sides.</summary>
    public IReadOnlyList<string> Sensitive => sensitive;

    /// <summary>Compares. Of an object that is created, or destroyed, each attribute that is set counts as one.</summary>
    public void Compare(JsonElement change)
    {
        var before = Side(change, "before");
        var after = Side(change, "after");
        if (before.Value.ValueKind == JsonValueKind.Object && after.Value.ValueKind == JsonValueKind.Object)
        {
            Walk("", before, after);
            return;
        }

        foreach (var member in (after.Value.ValueKind == JsonValueKind.Object ? after.Members().Union(after.UnknownMembers()) : before.Members()))
        {
            var (old, fresh) = (before.Member(member), after.Member(member));
            if (!old.IsEmpty || !fresh.IsEmpty)
                Note(AttributePath.Member("", member), old, fresh);
        }
    }

    /// <summary>Whether two values differ, as those of an output: as a whole, marks aside.</summary>
    public static (string? Before, string? After, bool IsSensitive) Whole(JsonElement change)
    {
        var before = Side(change, "before");
        var after = Side(change, "after");
        var isSensitive = before.Marks.IsMarked || after.Marks.IsMarked;
        return (Text(before, isSensitive), Text(after, isSensitive), isSensitive);
    }

    /// <summary>Notes the sensitive texts of both sides of a change.</summary>
    public static void Add(JsonElement change, SensitiveValues secrets)
    {
        foreach (var name in (ReadOnlySpan<string>)["before", "after"])
        {
            var side = Side(change, name);
            secrets.Add(side.Value, side.Marks);
        }
    }

    private static SideOf Side(JsonElement change, string name) => new(
        change.TryGetProperty(name, out var value) ? value : default,
        SensitiveMarks.Of(change, name),
        name == "after" && change.TryGetProperty("after_unknown", out var unknown) ? unknown : default);

    private void Walk(string path, SideOf before, SideOf after)
    {
        if (before.Marks.IsMarked || after.Marks.IsMarked)
        {
            if (!after.IsUnknown && JsonEqual(before.Value, after.Value))
                sensitive.Add(path);
            else
                Note(path, before, after);
        }
        else if (after.IsUnknown)
        {
            Note(path, before, after);
        }
        else if (before.Value.ValueKind == JsonValueKind.Object && after.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in before.Members().Union(after.Members()).Union(after.UnknownMembers()))
                Walk(AttributePath.Member(path, member), before.Member(member), after.Member(member));
        }
        else if (before.Length >= 0 && before.Length == after.Length)
        {
            for (var index = 0; index < after.Length; index++)
                Walk(AttributePath.Element(path, index), before.Element(index), after.Element(index));
        }
        else if (!JsonEqual(before.Value, after.Value))
        {
            Note(path, before, after);
        }
    }

    private void Note(string path, SideOf before, SideOf after)
    {
        if (countsUnknown && after.IsUnknown)
        {
            Unknown++;
            return;
        }

        if (Found.Count == Max)
        {
            More++;
            return;
        }

        var isSensitive = before.Marks.IsMarked || after.Marks.IsMarked;
        Found.Add(withValues ? new(path, Text(before, isSensitive), Text(after, isSensitive)) : new(path));
    }

    private static string? Text(SideOf side, bool isSensitive)
    {
        if (side.IsUnknown)
            return "\"(known after apply)\"";
        if (side.Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;
        return isSensitive ? DocumentValue.Sensitive : DocumentValue.Text(side.Value, side.Marks, guesses: false);
    }

    private static bool JsonEqual(JsonElement one, JsonElement other) =>
        IsNothing(one) || IsNothing(other) ? IsNothing(one) && IsNothing(other) : JsonElement.DeepEquals(one, other);

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    // A value on one side, with its marks and what of it isn't known.
    private readonly struct SideOf(JsonElement value, SensitiveMarks marks, JsonElement unknown)
    {
        public JsonElement Value => value;

        public SensitiveMarks Marks => marks;

        public bool IsUnknown => unknown.ValueKind == JsonValueKind.True;

        public bool IsEmpty => IsNothing(value) && !IsUnknown
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0) || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());

        public int Length => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : -1;

        public IEnumerable<string> Members() => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => member.Name) : [];

        public IEnumerable<string> UnknownMembers() => unknown.ValueKind == JsonValueKind.Object ? unknown.EnumerateObject().Select(member => member.Name) : [];

        public SideOf Member(string name) => new(
            value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var below) ? below : default,
            marks.Member(name),
            unknown.ValueKind == JsonValueKind.Object && unknown.TryGetProperty(name, out var open) ? open : default);

        public SideOf Element(int index) => new(
            value[index],
            marks.Element(index),
            unknown.ValueKind == JsonValueKind.Array && index < unknown.GetArrayLength() ? unknown[index] : default);
    }
}
