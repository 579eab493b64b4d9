using System.Runtime.InteropServices;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// The values of a digest as JSON, without what is marked, and with a word for what is unknown. They are kept whole
/// until the end, because only then all texts are known that are secret wherever they stand; so what is kept is
/// bounded, and of the rest only the length is told.
/// </summary>
internal sealed class ValueTexts
{
    /// <summary>The most elements shown of a list's change.</summary>
    public const int MaxElements = 10;

    // In bytes of JSON: one value, and all of an answer. A policy document has 6 KB, user data 16 KB at most.
    private const int MaxValue = 64 * 1024;
    private const int MaxAlone = 4000;

    private int left = 4 * 1024 * 1024;

    /// <summary>Both sides of a change; what is marked on one side is withheld on both. Null for a side that there is
    /// not.</summary>
    public (string? Before, string? After) Keep(PlannedValue before, PlannedValue after)
    {
        var why = before.IsMarked ? before.Why : after.IsMarked ? after.Why : null;
        var isSensitive = why is not null;
        var max = before.IsEmpty || after.IsEmpty || after.IsUnknown ? MaxAlone : MaxValue;
        if (!isSensitive && max == MaxValue && before.Json.ValueKind == JsonValueKind.String
            && after.Json.ValueKind == JsonValueKind.String
            && (Length(before) > Math.Min(max, left) || Length(after) > Math.Min(max, left)))
        {
            return Counted(before.Json.GetString()!, after.Json.GetString()!);
        }

        return (before.IsAbsent ? null : Text(before, why, max), after.IsAbsent ? null : Text(after, why, max));
    }

    /// <summary>Elements that go or come, the first <see cref="MaxElements"/>.</summary>
    public IReadOnlyList<string> Keep(List<PlannedValue> elements, bool isSensitive) => [
        .. elements.Take(MaxElements)
            .Select(element => Text(element, isSensitive ? SensitiveMarks.Sensitive : null, MaxValue))];

    // Too long to be kept, though not to be compared.
    private static (string Before, string After) Counted(string before, string after)
    {
        var same = before.AsSpan().CommonPrefixLength(after);
        return (Counted(before), Counted(after));

        string Counted(string text) => string.Create(
            CultureInfo.InvariantCulture,
            $"\"({text.Length} characters, the first {same} of them the same before and after)\"");
    }

    private string Text(PlannedValue value, string? why, int max)
    {
        if (value.IsUnknown)
            return DocumentValue.Unknown;
        if (value.Json.ValueKind == JsonValueKind.Null)
            return "null";
        if (why is not null || value.IsMarked)
            return $"\"{why ?? value.Why}\"";
        if (Length(value) is var length && length > Math.Min(max, left))
            return string.Create(CultureInfo.InvariantCulture, $"\"({length} characters)\"");

        // Names of what is unknown are not in the value's own JSON.
        var text = JsonResponse.Bytes(writer => Write(writer, value));
        if (text.Length > Math.Min(MaxValue, left))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"\"({text.Length} characters, with {value.UnknownCount} values that are known after apply)\"");
        }

        left -= text.Length;
        return Encoding.UTF8.GetString(text.Span);
    }

    // A value that is not there has no length.
    private static int Length(PlannedValue value) =>
        value.Json.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value.Json).Length;

    private static void Write(Utf8JsonWriter writer, PlannedValue value)
    {
        if (value.IsUnknown)
        {
            writer.WriteRawValue(DocumentValue.Unknown);
        }
        else if ((value.IsMarked && value.Json.ValueKind != JsonValueKind.Null) || IsReplaced(value))
        {
            writer.WriteStringValue(value.Why);
        }
        else if (value.Members is { } members)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in members)
            {
                writer.WritePropertyName(name);
                Write(writer, member);
            }

            writer.WriteEndObject();
        }
        else if (value.Elements is { } elements)
        {
            writer.WriteStartArray();
            elements.ForEach(element => Write(writer, element));
            writer.WriteEndArray();
        }
        else if (value.HasMarks)
        {
            writer.WriteRawValue(DocumentValue.Sensitive);
        }
        else
        {
            TerraformDocument.Write(value.Json, default, guesses: false, writer);
        }
    }

    private static bool IsReplaced(PlannedValue value) =>
        value.Json.ValueKind == JsonValueKind.String && value.Json.ValueEquals(AttributeChanges.Redacted);
}
