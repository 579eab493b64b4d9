using ServerlessMcp.Http;
using ServerlessMcp.Logs;

namespace ServerlessMcp.Integrations.Tharsis.Requests;

/// <summary>Writes answers in the shapes of Tharsis' own MCP server: what it leaves out where there is nothing is left
/// out here, and what it always says is said.</summary>
internal static class AnswerWriter
{
    /// <summary>An answer that is one thing under its name: <c>{"run":{…}}</c>.</summary>
    public static ReadOnlyMemory<byte> One(string name, Action<Utf8JsonWriter> members) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(name);
        members(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Text of others made safe to show: no colours, no credentials.</summary>
    public static string Clean(string text) => LogLines.TextOf(Encoding.UTF8.GetBytes(text));

    /// <summary>A text that is always said.</summary>
    public static void Said(this Utf8JsonWriter writer, string name, string? text) => writer.WriteString(name, text ?? "");

    /// <summary>A text that is left out where there is none.</summary>
    public static void IfAny(this Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>A flag that is left out where it is false.</summary>
    public static void IfTrue(this Utf8JsonWriter writer, string name, bool isTrue)
    {
        if (isTrue)
        {
            writer.WriteBoolean(name, isTrue);
        }
    }

    /// <summary>Texts that are left out where there are none.</summary>
    public static void IfAny(this Utf8JsonWriter writer, string name, IEnumerable<JsonElement> texts)
    {
        var all = texts.Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!).ToArray();
        if (all.Length > 0)
        {
            writer.WriteTexts(name, all);
        }
    }

    /// <summary>The page of a list: <c>page_info</c>.</summary>
    public static void WritePage(
        this Utf8JsonWriter writer, bool hasNext, bool hasPrevious, string? start, string? end, int? total)
    {
        writer.WriteStartObject("page_info");
        writer.WriteBoolean("has_next_page", hasNext);
        writer.WriteBoolean("has_previous_page", hasPrevious);
        writer.IfAny("start_cursor", start);
        writer.IfAny("end_cursor", end);
        if (total is { } count)
        {
            writer.WriteNumber("total_count", count);
        }

        writer.WriteEndObject();
    }
}
