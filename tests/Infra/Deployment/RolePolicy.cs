using System.Text.Json.Nodes;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>A policy document of IAM against what is needed: pairs such as <c>dynamodb:GetItem on arn:aws:dynamodb:…</c>.</summary>
internal static class RolePolicy
{
    private static readonly string[] Understood = ["Sid", "Effect", "Action", "Resource"];

    /// <summary>
    /// What is missing, what is too much, and what can't be read as plain pairs; nothing if the document is exactly what is needed. A star is a pair of its own and matches
    /// only itself, so that it is too much wherever it is not named.
    /// </summary>
    public static IReadOnlyList<string> Differences(JsonNode document, IReadOnlyCollection<string> needs)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        var odd = new List<string>();
        foreach (var statement in Statements(document))
        {
            var strange = statement.Select(member => member.Key).Except(Understood, StringComparer.Ordinal).ToList();
            if (strange.Count > 0 || (string?)statement["Effect"] != "Allow")
                odd.Add($"not plain: {(string?)statement["Sid"]} {string.Join(' ', [(string?)statement["Effect"], .. strange])}");
            else
                allowed.UnionWith(from action in Texts(statement["Action"]) from resource in Texts(statement["Resource"]) select $"{action} on {resource}");
        }

        return [
            .. needs.Except(allowed, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(pair => $"missing: {pair}"),
            .. allowed.Except(needs, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(pair => $"too much: {pair}"),
            .. odd,
        ];
    }

    /// <summary>Every action that it names.</summary>
    public static IReadOnlyList<string> Actions(JsonNode document) =>
        [.. Statements(document).SelectMany(statement => Texts(statement["Action"])).Distinct(StringComparer.Ordinal)];

    /// <summary>The same without one action, wherever it stands.</summary>
    public static JsonNode Without(JsonNode document, string action)
    {
        var copy = document.DeepClone();
        foreach (var statement in Statements(copy))
            statement["Action"] = new JsonArray([.. Texts(statement["Action"]).Where(one => one != action).Select(one => (JsonNode)one)]);
        return copy;
    }

    /// <summary>The same and one statement more.</summary>
    public static JsonNode With(JsonNode document, JsonNode statement)
    {
        var copy = document.DeepClone();
        copy["Statement"] = new JsonArray([.. Statements(document).Select(one => one.DeepClone()), statement.DeepClone()]);
        return copy;
    }

    private static IEnumerable<JsonObject> Statements(JsonNode document) =>
        document["Statement"] is JsonArray many ? many.Select(one => one!.AsObject()) : [document["Statement"]!.AsObject()];

    private static IEnumerable<string> Texts(JsonNode? one) => one switch
    {
        null => [],
        JsonArray many => many.Select(item => (string)item!),
        _ => [(string)one!],
    };
}
