using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// Writes a JSON document of Terraform's own (plan, state, schema) as it is, minified, except for what a model must not see: values that the document marks as
/// sensitive, and pre-signed URLs.
/// </summary>
internal static class TerraformDocument
{
    private const string Sensitive = "(sensitive)";

    /// <summary>Writes the document.</summary>
    public static void Write(JsonElement document, Utf8JsonWriter writer)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            Write(document, default, writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in document.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (member.Name == "variables" && member.Value.ValueKind == JsonValueKind.Object)
                WriteVariables(member.Value, SensitiveVariables(document), writer);
            else
                Write(member.Value, SensitiveMarks.Of(document, member.Name), writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes one of its values, of which these marks are known.</summary>
    public static void Write(JsonElement value, SensitiveMarks marks, Utf8JsonWriter writer)
    {
        if (marks.IsMarked && value.ValueKind != JsonValueKind.Null)
        {
            writer.WriteStringValue(Sensitive);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    var own = SensitiveMarks.Of(value, member.Name);
                    Write(member.Value, own.IsMarked ? own : Either(marks.Member(member.Name), own), writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray())
                    Write(element, marks.Element(index++), writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when PresignedUrl.IsIn(value.GetString()):
                writer.WriteStringValue(PresignedUrl.Withheld);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // Marks come from one side at a time: within marked values Terraform has no marks of its own.
    private static SensitiveMarks Either(SensitiveMarks inherited, SensitiveMarks own) => inherited.IsEmpty ? own : inherited;

    // A plan says of its variables only the values; which of them are sensitive stands in the configuration.
    private static void WriteVariables(JsonElement variables, JsonElement sensitive, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var variable in variables.EnumerateObject())
        {
            writer.WritePropertyName(variable.Name);
            var isSensitive = sensitive.ValueKind == JsonValueKind.Object && sensitive.TryGetProperty(variable.Name, out var declared)
                && declared.ValueKind == JsonValueKind.Object && declared.TryGetProperty("sensitive", out var flag) && flag.ValueKind == JsonValueKind.True;
            Write(variable.Value, isSensitive ? SensitiveMarks.All : default, writer);
        }

        writer.WriteEndObject();
    }

    private static JsonElement SensitiveVariables(JsonElement document) =>
        document.TryGetProperty("configuration", out var configuration) && configuration.ValueKind == JsonValueKind.Object
            && configuration.TryGetProperty("root_module", out var module) && module.ValueKind == JsonValueKind.Object
            && module.TryGetProperty("variables", out var variables)
            ? variables
            : default;
}
