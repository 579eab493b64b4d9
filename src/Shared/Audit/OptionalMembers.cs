using ServerlessMcp.Redaction;

namespace ServerlessMcp.Audit;

/// <summary>Writes members that are left out where they say nothing.</summary>
internal static class OptionalMembers
{
    /// <summary>A list, if it has anything.</summary>
    public static void WriteIfAny(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>A text, if there is one, cut to what a log line may hold.</summary>
    public static void WriteIfAny(this Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, TextCut.Start(value, 200));
        }
    }
}
