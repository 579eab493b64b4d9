using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Documents;

/// <summary>Shows two values that differ, so that it can be seen: long ones where they differ, and invisible characters
/// as escapes where nothing else differs.</summary>
internal static class ValueDifference
{
    // What is shown of a long value, in characters, and how many of them stand before the difference.
    private const int MaxShown = 300;
    private const int Ahead = 100;

    /// <summary>Writes <c>before</c> and <c>after</c>, each if there is one. Both are JSON, and nothing of them is
    /// secret any more.</summary>
    public static void Write(Utf8JsonWriter writer, string? before, string? after)
    {
        if (before is null || after is null)
        {
            WriteAlone(writer, "before", before);
            WriteAlone(writer, "after", after);
            return;
        }

        var start = Start(before, after);
        writer.WritePropertyName("before");
        Write(writer, before, start, after);
        writer.WritePropertyName("after");
        Write(writer, after, start, before);
    }

    /// <summary>Writes elements that go or come, each beside the one of the other side that stands at its place.</summary>
    public static void WriteElements(
        Utf8JsonWriter writer, string name, IReadOnlyList<string> elements, IReadOnlyList<string> others)
    {
        if (elements.Count == 0)
            return;
        writer.WriteStartArray(name);
        for (var index = 0; index < elements.Count; index++)
        {
            var other = index < others.Count ? others[index] : null;
            Write(writer, elements[index], other is null ? 0 : Start(elements[index], other), other);
        }

        writer.WriteEndArray();
    }

    private static void WriteAlone(Utf8JsonWriter writer, string name, string? json)
    {
        if (json is null)
            return;
        writer.WritePropertyName(name);
        Write(writer, json, start: 0, other: null);
    }

    private static void Write(Utf8JsonWriter writer, string json, int start, string? other)
    {
        var isShort = json.Length <= MaxShown;
        if (isShort && (other is null || !LookSame(json, other)))
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        var text = Text(json);
        start = isShort ? 0 : Math.Min(start, text.Length);
        var end = Math.Min(text.Length, start + MaxShown);
        if (end < text.Length && char.IsLowSurrogate(text[end]))
            end--;
        var shown = text[start..end];
        if (other is not null && LookSame(json, other))
            shown = ResourceAddress.Shown(shown);
        writer.WriteStringValue($"{(start > 0 ? "…" : "")}{shown}{(end < text.Length ? "…" : "")}");
    }

    // A little before the first character that differs.
    private static int Start(string json, string other)
    {
        if (json.Length <= MaxShown && other.Length <= MaxShown)
            return 0;
        var text = Text(json);
        var same = text.AsSpan().CommonPrefixLength(Text(other));
        var start = same < MaxShown - Ahead ? 0 : same - Ahead;
        return start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? start - 1 : start;
    }

    private static bool LookSame(string json, string other) => json != other && json[0] == other[0]
        && json.Length + other.Length < 128 * 1024
        && InvisibleText.Clean(Text(json)) == InvisibleText.Clean(Text(other));

    // A text as it is, because its JSON has escapes before each of its quotes.
    private static string Text(string json) => json.StartsWith('"') ? JsonElement.Parse(json).GetString()! : json;
}
