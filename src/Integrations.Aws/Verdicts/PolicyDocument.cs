namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>A bucket's policy, read for what it means.</summary>
internal static class PolicyDocument
{
    private const int Deepest = 32;

    /// <summary>Its statements; null where it can't be read.</summary>
    public static IReadOnlyList<PolicyStatement>? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Statement", out var statements)
                ? [.. Each(statements).Select(Statement)] : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PolicyStatement Statement(JsonElement statement, int place) => new(
        place,
        statement.TryGetProperty("Sid", out var sid) ? sid.GetString() : null,
        statement.TryGetProperty("Effect", out var effect) && string.Equals(effect.GetString(), "Allow", StringComparison.OrdinalIgnoreCase),
        statement.TryGetProperty("Principal", out var principal) ? [.. Principals(principal)] : [],
        statement.TryGetProperty("NotPrincipal", out _),
        [.. Texts(statement, "Action"), .. Texts(statement, "NotAction")],
        statement.TryGetProperty("NotAction", out _),
        [.. Texts(statement, "Resource")],
        statement.TryGetProperty("Condition", out var condition) ? [.. Conditions(condition)] : []);

    private static IEnumerable<(string Kind, string Value)> Principals(JsonElement principal) =>
        principal.ValueKind == JsonValueKind.Object
            ? principal.EnumerateObject().SelectMany(kind => Each(kind.Value).Select(value => (kind.Name, value.GetString() ?? "*")))
            : [("AWS", principal.GetString() ?? "*")];

    private static IEnumerable<PolicyCondition> Conditions(JsonElement conditions) =>
        conditions.EnumerateObject().SelectMany(one => one.Value.EnumerateObject().Select(key =>
            new PolicyCondition(one.Name, key.Name, [.. Each(key.Value).Select(Text)])));

    private static IEnumerable<string> Texts(JsonElement statement, string member) =>
        statement.TryGetProperty(member, out var values) ? Each(values).Select(Text) : [];

    // Booleans and numbers are taken for their text.
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static JsonElement[] Each(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
