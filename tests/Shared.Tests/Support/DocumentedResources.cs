using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Tests.Support;

/// <summary>Resource objects as the documentation describes their types: attributes with their kinds, relationships with their targets. The sandbox carries the digest.</summary>
internal static class DocumentedResources
{
    private static readonly JsonObject Described = Load();

    public static IEnumerable<string> Types => Described.Select(type => type.Key);

    public static bool Has(string type) => Described.ContainsKey(type);

    /// <summary>Where a relationship leads (<c>runs</c>); null where the type has none of this name.</summary>
    public static string? Target(string type, string relationship) => (string?)Described[type]!["relationships"]?[relationship]?["type"];

    /// <summary>A resource object with every attribute and every relationship.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="id">Its id; those of its relationships follow from it.</param>
    /// <param name="value">The value of an attribute of a kind: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c>, <c>object</c> or <c>enum(a|b)</c>.</param>
    public static JsonObject Make(string type, string id, Func<string, JsonNode?> value)
    {
        var resource = new JsonObject { ["id"] = id, ["type"] = type, ["attributes"] = Members((Described[type]!["attributes"] as JsonObject) ?? [], value) };
        if (Described[type]!["relationships"] is JsonObject relationships)
        {
            resource["relationships"] = new JsonObject(relationships.Select(relationship => KeyValuePair.Create(relationship.Key, (JsonNode?)new JsonObject
            {
                ["data"] = (bool?)relationship.Value!["many"] == true
                    ? new JsonArray(Identifier(relationship, id, 1), Identifier(relationship, id, 2))
                    : Identifier(relationship, id, 1),
            })));
        }

        return resource;
    }

    private static JsonObject Identifier(KeyValuePair<string, JsonNode?> relationship, string id, int number) =>
        new() { ["type"] = (string)relationship.Value!["type"]!, ["id"] = $"{id}-{relationship.Key}-{number}" };

    private static JsonObject Members(JsonObject kinds, Func<string, JsonNode?> value) => new(kinds.Select(member => KeyValuePair.Create(member.Key, Of(member.Value!, value))));

    private static JsonNode? Of(JsonNode kind, Func<string, JsonNode?> value) => kind switch
    {
        JsonObject members => Members(members, value),
        JsonArray and [var element] => new JsonArray(Of(element!, value), Of(element!, value)),
        _ => value((string)kind!),
    };

    private static JsonObject Load()
    {
        using var file = typeof(TerraformSandbox).Assembly.GetManifestResourceStream("resources.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
