using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>Makes resource objects of documented types.</summary>
internal static class DocumentedObject
{
    /// <summary>Everything the documentation names, made up, with what was written over it.</summary>
    public static JsonObject Of(SandboxRequest x, DocumentedType type, string id, DocumentedRecord? written)
    {
        var values = new DocumentedValue(type.Name, id, x);
        var attributes = new JsonObject(type.Attributes.Select(a => KeyValuePair.Create(a.Key, values.Of(a.Key, a.Value))));
        foreach (var (name, value) in written?.Attributes ?? [])
        {
            if (!type.Hidden.Contains(name) && !DocumentedValue.IsSecret(name)) attributes[name] = value?.DeepClone();
        }

        // What keeps secrets may show that a value is there, and never which.
        if (type.Name is "ssh-keys") attributes.Remove("value");
        if (written is not null
            && written.Attributes["sensitive"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
        {
            attributes["value"] = null;
        }
        // Told once, to whom created it; the form is the real one, the words say that it is none.
        if (x.Method == "POST" && attributes.ContainsKey("token"))
            attributes["token"] = id.Split('-')[^1] + ".atlasv1.notARealSecretOnlyForTheSandbox";
        var document = new JsonObject { ["id"] = id, ["type"] = type.Name, ["attributes"] = attributes };
        var relationships = Relationships(x, type, id, written);
        if (relationships.Count > 0) document["relationships"] = relationships;
        if (x.Method != "POST" || !id.Contains('/', StringComparison.Ordinal))
            document["links"] = new JsonObject { ["self"] = $"/api/v2/{type.Name}/{id}" };
        return document;
    }

    private static JsonObject Relationships(SandboxRequest x, DocumentedType type, string id, DocumentedRecord? written)
    {
        var relationships = new JsonObject();
        foreach (var (name, to, many) in type.Relationships)
        {
            var one = Identifier(to, Related(x, to, id) ?? IdGenerator.Named(DocumentedType.PrefixOf(to), id + "/" + name));
            // Nothing is excluded from anything until somebody says so.
            var none = many && name.StartsWith("exclu", StringComparison.Ordinal);
            relationships[name] = new JsonObject { ["data"] = none ? new JsonArray() : many ? new JsonArray(one) : one };
        }

        foreach (var (name, given) in written?.Relationships ?? [])
        {
            if (given is JsonObject link && link.ContainsKey("data"))
                relationships[name] = new JsonObject { ["data"] = link["data"]?.DeepClone() };
        }

        return relationships;
    }

    /// <summary>The one the path goes through or, where the sandbox has real ones, one of those.</summary>
    private static string? Related(SandboxRequest x, string type, string self) =>
        InPath(x, DocumentedType.PrefixOf(type) + "-", self) ?? type switch
        {
            "organizations" => x.Caller.Organization.Name,
            "projects" => x.Caller.Organization.DefaultProject.Id,
            "workspaces" => x.Caller.Organization.Workspaces.FirstOrDefault()?.Id,
            "runs" => x.Caller.Organization.Workspaces.SelectMany(w => w.Runs).FirstOrDefault()?.Id,
            "teams" => x.Caller.Organization.Teams.FirstOrDefault()?.Id,
            "users" => x.Caller.Principal.Id,
            _ => null,
        };

    private static string? InPath(SandboxRequest x, string prefix, string self) =>
        x.Values.Values.FirstOrDefault(value => value != self && value.StartsWith(prefix, StringComparison.Ordinal));

    private static JsonObject Identifier(string type, string id) => new() { ["id"] = id, ["type"] = type };
}
