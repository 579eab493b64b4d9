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

    /// <summary>What a dry run tells of the credential of each account, under the name that its system has: <c>terraform</c>,
    /// <c>aws</c>. It is known by its <c>reachable</c>.</summary>
    public static IEnumerable<(string Name, JsonElement Told)> Credentials(this JsonElement dryRun) =>
        dryRun.ValueKind != JsonValueKind.Object ? []
        : dryRun.EnumerateObject()
            .Where(member => member.Value.MemberOf("reachable").ValueKind is JsonValueKind.True or JsonValueKind.False)
            .Select(member => (member.Name, member.Value));

    /// <summary>As whom a credential was let in; null where its system names nobody.</summary>
    public static string? Holder(this JsonElement told) => told.MemberOf("user").TextOf("username") ?? told.TextOf("role");
}
