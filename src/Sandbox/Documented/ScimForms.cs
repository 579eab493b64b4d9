using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>SCIM 2.0 resources and lists (RFC 7643, RFC 7644 section 3.4.2).</summary>
internal static class ScimForms
{
    public static Answer One(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        var given = endpoint.Reads ? [] : x.Root();
        var id = endpoint.IsItem ? x.LastValue
            : IdGenerator.Named(
                "scim", x.Path + SandboxRequest.Text(given["userName"]) + SandboxRequest.Text(given["displayName"]));
        var resource = Resource(endpoint.Type, id, x);
        foreach (var (name, value) in given)
        {
            // The members of a patch are operations, not attributes.
            if (name is not ("schemas" or "Operations" or "id")) resource[name] = value?.DeepClone();
        }

        return Sent(resource, endpoint.Status);
    }

    public static Answer List(DocumentedEndpoint endpoint, SandboxRequest x) => Sent(new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
        ["totalResults"] = 2,
        ["startIndex"] = 1,
        ["itemsPerPage"] = 2,
        ["Resources"] = new JsonArray(
            Resource(endpoint.Type, IdGenerator.Named("scim", x.Path + "#1"), x),
            Resource(endpoint.Type, IdGenerator.Named("scim", x.Path + "#2"), x)),
    }, 200);

    private static JsonObject Resource(string type, string id, SandboxRequest x)
    {
        var label = type.ToLowerInvariant() + "-" + id[^4..].ToLowerInvariant();
        var resource = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:" + type),
            ["id"] = id,
            ["externalId"] = "external-" + label
        };
        if (type == "User")
        {
            resource["userName"] = label + "@example.com";
            resource["active"] = true;
            resource["name"] = new JsonObject { ["givenName"] = "Sam", ["familyName"] = "Sample" };
            resource["emails"] = new JsonArray(new JsonObject { ["value"] = label + "@example.com", ["primary"] = true });
        }
        else
        {
            resource["displayName"] = label;
            resource["members"] = new JsonArray();
        }

        resource["meta"] = new JsonObject
        {
            ["resourceType"] = type,
            ["created"] = ResourceObject.Instant(x.Caller.Organization.CreatedAt),
            ["location"] = x.Origin + x.Path
        };
        return resource;
    }

    private static Answer Sent(JsonObject document, int status) => new(status, Answer.Bytes(document), "application/scim+json");
}
