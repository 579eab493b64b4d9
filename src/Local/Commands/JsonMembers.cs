namespace ServerlessMcp.Local.Commands;

/// <summary>Reading answers, which a newer or an older deployment may give with other members.</summary>
internal static class JsonMembers
{
    /// <summary>A text member; null if there is none.</summary>
    public static string? TextOf(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An object's member; undefined if there is none.</summary>
    public static JsonElement MemberOf(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The texts of an array; none if there is no array.</summary>
    public static IReadOnlyList<string> TextsOf(this JsonElement element, string name) =>
        element.MemberOf(name) is { ValueKind: JsonValueKind.Array } values
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)] : [];

    /// <summary>The rows of a list.</summary>
    public static IReadOnlyList<JsonElement> Rows(this JsonElement element) =>
        element.MemberOf("result") is { ValueKind: JsonValueKind.Array } rows ? [.. rows.EnumerateArray()] : [];
}
