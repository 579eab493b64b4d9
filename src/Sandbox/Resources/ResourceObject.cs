using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>A JSON:API resource object under construction.</summary>
internal sealed class ResourceObject(string type, string id)
{
    private readonly JsonObject attributes = [];
    private readonly JsonObject relationships = [];
    private readonly JsonObject links = [];

    public ResourceObject Attribute(string name, JsonNode? value)
    {
        attributes[name] = value;
        return this;
    }

    public ResourceObject Attribute(string name, DateTimeOffset? at) =>
        Attribute(name, at is { } instant ? Instant(instant) : null);

    public ResourceObject Attribute(string name, IEnumerable<string> values) =>
        Attribute(name, new JsonArray([.. values.Select(v => JsonValue.Create(v))]));

    /// <summary>An object of booleans: <c>actions</c> and <c>permissions</c>.</summary>
    public ResourceObject Flags(string name, params ReadOnlySpan<(string Name, bool Value)> flags)
    {
        var value = new JsonObject();
        foreach (var (key, flag) in flags) value[key] = flag;
        return Attribute(name, value);
    }

    public ResourceObject Timestamps(IEnumerable<KeyValuePair<string, DateTimeOffset>> moments)
    {
        var value = new JsonObject();
        foreach (var (key, at) in moments)
        {
            value[key] =
            at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
        }

        return Attribute("status-timestamps", value);
    }

    public ResourceObject Relation(string name, Entity? to, string? related = null)
    {
        var relation = new JsonObject { ["data"] = to is null ? null : Identifier(to) };
        if (related is not null) relation["links"] = new JsonObject { ["related"] = related };
        relationships[name] = relation;
        return this;
    }

    public ResourceObject Relations(string name, IEnumerable<Entity> to, string? related = null)
    {
        var relation = new JsonObject { ["data"] = new JsonArray([.. to.Select(Identifier)]) };
        if (related is not null) relation["links"] = new JsonObject { ["related"] = related };
        relationships[name] = relation;
        return this;
    }

    public ResourceObject Link(string name, string? href)
    {
        links[name] = href;
        return this;
    }

    public JsonObject Build()
    {
        var result = new JsonObject { ["id"] = id, ["type"] = type, ["attributes"] = attributes };
        if (relationships.Count > 0) result["relationships"] = relationships;
        if (links.Count > 0) result["links"] = links;
        return result;
    }

    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Identifier(Entity entity) => new() { ["id"] = entity.Id, ["type"] = entity.Type };
}
