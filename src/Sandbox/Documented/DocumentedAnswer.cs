using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>
/// Answers an endpoint no resource serves, with the documented status and shape. What is written is remembered;
/// everything else is made up, always the same.
/// </summary>
internal static class DocumentedAnswer
{
    public static Answer To(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        DocumentedGate.Check(endpoint, x);
        if (DocumentedReality.Of(endpoint, x) is { } real) return real;
        return endpoint.Shape switch
        {
            "single" => Single(endpoint, x),
            "collection" => Collection(endpoint, x),
            "empty" => Empty(endpoint, x),
            "blob" => Answer.Redirect(
                x.World.Blobs.ShortUrl(x, "application/json", () => DocumentedForms.Blob(endpoint.Path)),
                endpoint.Status),
            _ => DocumentedForms.Answer(endpoint, x),
        };
    }

    private static Answer Single(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        var type = DocumentedType.Of(endpoint.Type);
        if (endpoint.Status == 201)
        {
            var made = Written(x, x.World.Ids.Next(type.Prefix), x.Path, before: null);
            x.World.Documented.Keep(made.Id, made);
            return Answer.Document(new JsonObject { ["data"] = DocumentedObject.Of(x, type, made.Id, made) }, 201);
        }

        var (key, id) = Named(endpoint, x, type);
        var record = x.World.Documented.Find(key);
        // A creation that is answered with 200, as an old route has it, keeps what it was given too.
        if (x.Method is "PATCH" or "PUT" || (x.Method == "POST" && x.Root()["data"] is JsonObject))
            x.World.Documented.Keep(key, record = Written(x, id, record?.Collection, record));
        return Answer.Document(new JsonObject { ["data"] = DocumentedObject.Of(x, type, id, record) }, endpoint.Status);
    }

    private static Answer Collection(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        var type = DocumentedType.Of(endpoint.Type);
        var store = x.World.Documented;
        string[] samples = [IdGenerator.Named(type.Prefix, x.Path + "#1"), IdGenerator.Named(type.Prefix, x.Path + "#2")];
        string[] ids = [.. samples.Where(id => !store.IsGone(id)), .. store.In(x.Path, x.Caller.Organization).Select(r => r.Id)];
        var rows = DocumentedFilter.Of(x, [.. ids.Select(id => DocumentedObject.Of(x, type, id, store.Find(id)))]);
        return Paging.Of(x, rows.Count).Answer(page => page.Of(rows));
    }

    private static Answer Empty(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        if (x.Method == "DELETE" && endpoint.IsItem) x.World.Documented.Remove(IsId(x.LastValue) ? x.LastValue : x.Path);
        else if (x.Method == "DELETE" && !endpoint.Path.Contains("/relationships/", StringComparison.Ordinal)) RemoveNamed(x);
        else x.Root();
        return new Answer(endpoint.Status);
    }

    /// <summary>Deletes that name their things in the body: many tokens at once, for one.</summary>
    private static void RemoveNamed(SandboxRequest x)
    {
        foreach (var item in x.Root()["data"] as JsonArray ?? [])
        {
            if (SandboxRequest.Text(SandboxRequest.Child(item, "id")) is { } id) x.World.Documented.Remove(id);
        }
    }

    /// <summary>What the thing is remembered by, and its id.</summary>
    private static (string Key, string Id) Named(DocumentedEndpoint endpoint, SandboxRequest x, DocumentedType type)
    {
        if (type.Name == "organizations") return (x.Path, x.Caller.Organization.Name);
        if (endpoint.IsItem && IsId(x.LastValue)) return (x.LastValue, x.LastValue);
        return (x.Path, IdGenerator.Named(type.Prefix, x.Path));
    }

    private static bool IsId(string value) => value.IndexOf('-', StringComparison.Ordinal) is > 0 and < 16;

    private static DocumentedRecord Written(SandboxRequest x, string id, string? collection, DocumentedRecord? before)
    {
        // Some bodies are not JSON:API: their root holds the attributes. Others are arrays of identifiers, which say
        // nothing about this thing.
        var root = x.Root();
        var data = root.ContainsKey("data") ? root["data"] as JsonObject ?? []
            : new JsonObject { ["attributes"] = root.DeepClone() };
        return new DocumentedRecord(
            id, x.Caller.Organization, collection, Over(before?.Attributes, data["attributes"] ?? Bare(data)),
            Over(before?.Relationships, data["relationships"]));
    }

    // Saved views have their attributes in data itself, and in snake_case.
    private static JsonObject Bare(JsonObject data) => new(data
        .Where(member => member.Key is not ("id" or "type" or "relationships"))
        .Select(member => KeyValuePair.Create(member.Key.Replace('_', '-'), member.Value?.DeepClone())));

    private static JsonObject Over(JsonObject? before, JsonNode? given)
    {
        var result = (JsonObject?)before?.DeepClone() ?? [];
        foreach (var (name, value) in given as JsonObject ?? []) result[name] = value?.DeepClone();
        return result;
    }
}
