using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Whether the params of a method that is served have the form that it needs: -32602 where they have not, in each
/// revision. The SDK would read them too, and call what it can't read an internal error of ours.
/// </summary>
internal static class McpParams
{
    private static readonly Dictionary<string, (Type Form, string Needs)> Served = new(StringComparer.Ordinal)
    {
        [RequestMethods.Initialize] = (typeof(InitializeRequestParams),
            "needs params.protocolVersion, a text, params.capabilities, an object, and params.clientInfo, an object " +
                "with the texts name and version"),
        [RequestMethods.ServerDiscover] = (typeof(DiscoverRequestParams), "takes params._meta, an object"),
        [RequestMethods.Ping] = (typeof(PingRequestParams), "takes params._meta, an object"),
        [RequestMethods.ToolsList] = (typeof(ListToolsRequestParams), "takes params.cursor, a text, and params._meta, an object"),
        [RequestMethods.PromptsList] =
            (typeof(ListPromptsRequestParams), "takes params.cursor, a text, and params._meta, an object"),
        [RequestMethods.ToolsCall] = (typeof(CallToolRequestParams),
            "needs params.name, a text, and takes params.arguments and params._meta, objects"),
        [RequestMethods.PromptsGet] = (typeof(GetPromptRequestParams),
            "needs params.name, a text, and takes params.arguments and params._meta, objects"),
    };

    /// <summary>What is wrong with them; null if nothing is, and for a method that is not served.</summary>
    public static string? Complaint(JsonRpcRequest request) =>
        Served.TryGetValue(request.Method, out var served) && !IsForm(request.Params, served.Form)
        ? $"{request.Method} {served.Needs}." : null;

    /// <summary>Whether a list is asked for from its beginning: without a cursor, or with one that is empty, as some
    /// clients begin.</summary>
    public static bool IsFirstPage(JsonRpcRequest request) =>
        (request.Params as JsonObject)?["cursor"] is not { } cursor || cursor.ToString().Length == 0;

    /// <summary>What a client of the stateless revision calls itself, of params without a <see cref="Complaint"/>; null
    /// where it does not say.</summary>
    public static Implementation? ClientOf(JsonObject parameters) =>
        (Implementation?)parameters["_meta"]?[MetaKeys.ClientInfo]?.Deserialize(
            McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Implementation)));

    private static bool IsForm(JsonNode? given, Type form)
    {
        if (given is null && form != typeof(InitializeRequestParams) && form != typeof(CallToolRequestParams)
            && form != typeof(GetPromptRequestParams))
        {
            return true;
        }

        if (given is not JsonObject members || !AreObjects(members, "arguments", "_meta", "capabilities", "clientInfo")
            || !AreTexts(members, form))
        {
            return false;
        }

        try
        {
            if (form == typeof(CallToolRequestParams) && members.All(member => member.Key is "name" or "arguments" or "_meta"))
            {
                return IsMeta(members["_meta"] as JsonObject); // Nothing that would be read besides.
            }

            // Without the arguments, which may be long and are read by their tool's own rules.
            var read = new JsonObject(
                members.Where(member => member.Key != "arguments")
                    .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
            _ = read.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(form));
            return IsMeta(members["_meta"] as JsonObject);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    // What the SDK reads later, and by itself: the token of progress, and what the stateless revision has beside it.
    private static bool IsMeta(JsonObject? meta)
    {
        if (meta is null)
        {
            return true;
        }

        _ = meta[MetaKeys.ClientInfo]?.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Implementation)));
        _ = meta[MetaKeys.ClientCapabilities]?.Deserialize(
            McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ClientCapabilities)));
#pragma warning disable MCP9005 // Deprecated, and read by the SDK all the same.
        _ = meta[MetaKeys.LogLevel]?.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(LoggingLevel)));
#pragma warning restore MCP9005
        return meta["progressToken"] is not { } token || token.GetValueKind() == JsonValueKind.String
            || (token.GetValueKind() == JsonValueKind.Number && token.AsValue().TryGetValue<long>(out _));
    }

    // Null is no text, which the SDK overlooks.
    private static bool AreTexts(JsonObject members, Type form) =>
        form == typeof(InitializeRequestParams)
        ? IsText(members["protocolVersion"]) && IsText(members["clientInfo"]?["name"])
        && IsText(members["clientInfo"]?["version"])
            : (form != typeof(CallToolRequestParams) && form != typeof(GetPromptRequestParams)) || IsText(members["name"]);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool AreObjects(JsonObject members, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (members[name] is not (null or JsonObject))
            {
                return false;
            }
        }

        return true;
    }
}
