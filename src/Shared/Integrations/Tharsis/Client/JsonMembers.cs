namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>Reading JSON without trusting its shape.</summary>
internal static class JsonMembers
{
    /// <summary>What stands at the end of a path of members; undefined if it does not lead so far.</summary>
    public static JsonElement At(JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return default;
            }
        }

        return value;
    }

    /// <summary>A text there; null if there is none.</summary>
    public static string? Text(JsonElement value, params ReadOnlySpan<string> path) =>
        At(value, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A whole number there; null if there is none.</summary>
    public static int? Integer(JsonElement value, params ReadOnlySpan<string> path) =>
        At(value, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;

    /// <summary>Whether true stands there.</summary>
    public static bool IsTrue(JsonElement value, params ReadOnlySpan<string> path) =>
        At(value, path).ValueKind == JsonValueKind.True;

    /// <summary>A moment there; null if there is none.</summary>
    public static DateTimeOffset? Moment(JsonElement value, params ReadOnlySpan<string> path) =>
        Text(value, path) is { } text && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    /// <summary>The elements of a list there; none if there is none.</summary>
    public static IEnumerable<JsonElement> Each(JsonElement value, params ReadOnlySpan<string> path) =>
        At(value, path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
