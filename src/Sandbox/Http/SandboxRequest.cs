using Microsoft.AspNetCore.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Http;

/// <summary>One request on its way to its endpoint: who asks, for what, and the checks every endpoint shares.</summary>
internal sealed class SandboxRequest(
    World world, HttpRequest request, byte[] body, Caller caller, Dictionary<string, string> values)
{
    private readonly HashSet<string> read = new(StringComparer.OrdinalIgnoreCase);

    public World World { get; } = world;

    public Caller Caller { get; } = caller;

    public DateTimeOffset Now => World.Now;

    public string Method => request.Method;

    public string Path => request.Path.Value!;

    public IQueryCollection Query => request.Query;

    /// <summary>Scheme and authority by which the client reached us, for absolute links.</summary>
    public string Origin => request.Scheme + "://" + request.Host.Value;

    public string BlobOrigin => request.Scheme + "://" + World.Options.BlobHost
        + (request.Host.Port is { } port ? ":" + port.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");

    public string Value(string name) => values[name];

    /// <summary>Every value of the path by its name, in order.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>The value that stands last in the path.</summary>
    public string LastValue => values.Count == 0 ? "" : values.Last().Value;

    /// <summary>What narrows or orders a list and no handler has read: an answer as if it had not been asked would teach
    /// something wrong.</summary>
    public string? Ignored => request.Query.Keys.FirstOrDefault(name => !read.Contains(name)
        && (name is "q" or "sort" or "category" || name.StartsWith("q[", StringComparison.Ordinal)
            || name.StartsWith("filter", StringComparison.Ordinal) || name.StartsWith("search", StringComparison.Ordinal)));

    public string? QueryValue(string name) =>
        read.Add(name) | request.Query.TryGetValue(name, out var value) && value.Count > 0 && value[0]!.Length > 0 ? value[0] : null;

    /// <summary>A comma-separated query parameter, empty when absent.</summary>
    public string[] QueryList(string name) =>
        QueryValue(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The entity whose id stands in the path, or 404.</summary>
    public T Find<T>(string name) where T : Entity => Visible(World.Find<T>(Value(name)));

    public T Visible<T>(T? entity) where T : Entity =>
        entity is not null && Caller.Sees(entity) ? entity : throw ApiError.NotFound();

    public Organization OrganizationInPath() => Visible(World.Organizations.Find(o => o.Name == Value("organization")));

    /// <summary>Refuses with 404, which is what the API answers to a token without the permission.</summary>
    public void Require(Permission permission)
    {
        if (!Caller.May(permission)) throw ApiError.NotFound();
    }

    /// <summary>The request's root object; empty when there is no body.</summary>
    public JsonObject Root()
    {
        if (body.Length == 0) return [];
        try
        {
            return JsonNode.Parse(
                body, documentOptions: new JsonDocumentOptions
                { AllowDuplicateProperties = false }) as JsonObject ?? throw ApiError.BadRequest(
                        "The request body must be a JSON object");
        }
        catch (JsonException)
        {
            throw new ApiError(400, "JSON body is invalid", "The request body could not be parsed as JSON");
        }
    }

    /// <summary>A string at the root of the body: the comments and reasons of actions are not JSON:API.</summary>
    public string? RootText(string name) => Text(Root()[name]);

    public JsonObject Data(string type)
    {
        if (Root()["data"] is not JsonObject data) throw new ApiError(422, "invalid request", "data is missing", "/data");
        if (Text(data["type"]) != type) throw new ApiError(422, "invalid type", $"data.type must be \"{type}\"", "/data/type");
        return data;
    }

    /// <summary>The array below <c>data</c>, which is how relationships are changed.</summary>
    public JsonArray DataList() =>
        Root()["data"] as JsonArray ?? throw new ApiError(422, "invalid request", "data must be an array", "/data");

    /// <summary>The request's body as it came, for uploads.</summary>
    public byte[] Body => body;

    public static JsonObject Attributes(JsonObject data) => data["attributes"] as JsonObject ?? [];

    public static string? Relationship(JsonObject data, string name) =>
        Text(Child(Child(Child(data["relationships"], name), "data"), "id"));

    /// <summary>A member of what may not even be an object.</summary>
    public static JsonNode? Child(JsonNode? node, string name) => (node as JsonObject)?[name];

    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static string? Text(JsonObject attributes, string name)
    {
        var node = attributes[name];
        return node is null ? null : Text(node) ?? throw ApiError.Invalid(name, name + " must be a string");
    }

    public static bool Flag(JsonObject attributes, string name, bool otherwise)
    {
        var node = attributes[name];
        if (node is null) return otherwise;
        return node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag
            : throw ApiError.Invalid(name, name + " must be a boolean");
    }

    public static IReadOnlyList<string> Texts(JsonObject attributes, string name)
    {
        if (attributes[name] is not { } node) return [];
        if (node is not JsonArray array) throw ApiError.Invalid(name, name + " must be an array of strings");
        return [.. array.Select(item => Text(item) ?? throw ApiError.Invalid(name, name + " must be an array of strings"))];
    }
}
