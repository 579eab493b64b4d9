using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Support;

/// <summary>
/// The product's description of its API, as it stands beside the routes. What is held against it is held more strictly than it says: an answer has no member that is not described, which
/// readers of the description must be ready for.
/// </summary>
internal static class ApiDescription
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    public static string Text { get; } = File.ReadAllText(SourceTree.PathOf("src", "Shared", "Admin", "openapi.json"));

    public static JsonObject Document { get; } = JsonNode.Parse(Text)!.AsObject();

    public static JsonObject Paths => Document["paths"]!.AsObject();

    /// <summary>Its operations.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Paths from operation in path.Value!.AsObject() select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject());

    /// <summary>The operation that a request is; null if it is none.</summary>
    public static (string Path, string Method, JsonObject Operation)? Find(string method, string path) =>
        Operations.Where(operation => operation.Method == (method == "HEAD" ? "GET" : method) && Fits(operation.Path, path)).OrderBy(operation => operation.Path.Count(character => character == '{'))
            .Select(operation => ((string, string, JsonObject)?)operation).FirstOrDefault();

    /// <summary>What an answer has that is not described; null if all is.</summary>
    public static string? ComplaintOfAnswer(string method, string path, int status, string? mediaType, string body)
    {
        if (Find(method, path) is not { } found)
        {
            return status is 404 or 405 or 400 or 401 or 403 ? null : $"{method} {path} is not described, and answered {status}";
        }

        var responses = found.Operation["responses"]!.AsObject();
        if ((responses[$"{status}"] ?? (status >= 400 ? responses["default"] : null)) is not { } response)
        {
            return $"{found.Method} {found.Path} answered {status}, which is not described";
        }

        var content = Resolve(response)["content"]?.AsObject();
        if (content is null)
        {
            return body.Length == 0 ? null : $"{found.Method} {found.Path} answered {status} with a body, and none is described";
        }

        if (mediaType is null || content[mediaType] is not { } described)
        {
            return $"{found.Method} {found.Path} answered {status} as {mediaType}, described is {string.Join(", ", content.Select(media => media.Key))}";
        }

        return mediaType.EndsWith("json", StringComparison.Ordinal) && method != "HEAD"
            ? Complaint(described["schema"]!, body, $"the answer {status} of {found.Method} {found.Path}") : null;
    }

    /// <summary>What the body of a request has that is not described; null if all is, or if no JSON is described for it.</summary>
    public static string? ComplaintOfRequest(string method, string path, string body) =>
        Find(method, path) is { } found && found.Operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema
            ? Complaint(schema, body, $"the body of {found.Method} {found.Path}") : null;

    /// <summary>What is wrong with an instance of a schema of the document; null if nothing is.</summary>
    public static string? Complaint(JsonNode schema, string instance, string what)
    {
        var evaluated = Schemas.GetOrAdd(schema.ToJsonString(), Build).Evaluate(JsonElement.Parse(instance.Length == 0 ? "{}" : instance), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return evaluated.IsValid ? null
            : $"{what} is not as described: {string.Join("; ", evaluated.Details!.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}").Take(5))}\n{instance}";
    }

    /// <summary>What a reference names, or the node itself.</summary>
    public static JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)Document, (at, name) => at[name] ?? throw new InvalidOperationException($"{reference} is not there")) : node;

    private static JsonSchema Build(string schema)
    {
        var whole = JsonNode.Parse(schema)!.AsObject();
        whole["$defs"] = Document["components"]!["schemas"]!.DeepClone();
        Close(whole);
        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["properties"] is JsonObject && schema["type"] is not null && !schema.ContainsKey("additionalProperties"))
            {
                schema["additionalProperties"] = false;
            }

            schema.ToList().ForEach(member => Close(member.Value));
        }
        else if (node is JsonArray items)
        {
            items.ToList().ForEach(Close);
        }
    }

    private static bool Fits(string template, string path)
    {
        var (wanted, came) = (template.Split('/'), path.Split('/'));
        return wanted.Length == came.Length && wanted.Zip(came).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }
}
