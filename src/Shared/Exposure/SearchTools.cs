using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Exposure;

/// <summary>
/// The two tools that stand for all others where a URL exposes more than a client can list: <c>search_tools</c> answers
/// tools, the first with its schema, or the whole schema of one; <c>call_tool</c> calls one. Neither lets through what
/// the URL's filter would not.
/// </summary>
internal static class SearchTools
{
    /// <summary>The name of the tool that finds tools.</summary>
    public const string Search = "search_tools";

    /// <summary>The name of the tool that calls a tool.</summary>
    public const string Call = "call_tool";

    private const int MostFound = 20, MostAsked = 400, MostNear = 3, Unless = 5;

    private static readonly string[] Own = ["query", "limit", "schema_of"];

    private static readonly Argument Anything = Of("value", JsonKind.Text, "Any.");

    private static readonly Argument Arguments = Of("arguments", JsonKind.Record, "Of the tool.");

    private static readonly Argument Limit = Of("limit", JsonKind.Integer, "Of tools found.")
        with
    { Minimum = 1, Maximum = MostFound };

    /// <summary>Writes both, as <c>tools/list</c> has them.</summary>
    /// <param name="writer">Inside the array.</param>
    /// <param name="exposed">What the URL exposes: <c>call_tool</c> is as dangerous as the most dangerous of them.</param>
    public static void WriteTools(Utf8JsonWriter writer, IReadOnlyList<ToolDefinition> exposed)
    {
        var tags = string.Join(
            ", ", exposed.SelectMany(tool => tool.Tags).Where(tag => tag is not ("core" or "beta")).Distinct());
        Write(writer, Search, "Search tools",
            $"Find tools by words: name what you want to do. {exposed.Count} tools, on: {tags}.", isReadOnly: true,
            isDestructive: false, isOpenWorld: false,
            """{"type":"object","properties":{"query":{"type":"string","description":"Words,""" +
                """ e.g. attach policy set to """ +
                """workspace."},"limit":{"type":"integer","minimum":1,"maximum":20,"description":"Default """ +
                """5."},"schema_of":{"type":"string","description":"A tool's name: its whole schema, without """ +
                """query."}}}""");
        Write(writer, Call, "Call a tool", $"Call a tool that {Search} found.",
            exposed.All(tool => tool.Effect == Effect.Read), exposed.Any(tool => tool.WorstEffect == Effect.Destroy),
            isOpenWorld: true,
            """{"type":"object","properties":{"name":{"type":"string","description":"The tool's name."}""" +
                ""","arguments":{"type":"object","description":"As its inputSchema says.","additionalProperties":""" +
                """true}},"required":["name"]}""");
    }

    /// <summary>Answers a search.</summary>
    public static ReadOnlyMemory<byte> Find(
        IDictionary<string, JsonElement>? arguments, UrlTools tools, out IReadOnlyList<ArgumentError> errors)
    {
        errors = [.. Check(arguments)];
        if (errors.Count > 0)
        {
            return ToolError.BadArguments(errors);
        }

        if (Text(arguments, "schema_of") is { } name)
        {
            return SchemaOf(name, tools, out errors);
        }

        var query = Text(arguments, "query")!;
        var found = Find(query, tools);
        var limit = arguments!.TryGetValue("limit", out var asked)
            && MeantValue.Of(Limit, asked) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : Unless;
        return SearchHits.Write([.. found.Take(limit)], found.Length, query);
    }

    // The accounts of a URL take turns, its own first: what two catalogues score can't be compared.
    private static (ToolDefinition Tool, ToolSchemaOptions Options)[] Find(string query, UrlTools tools)
    {
        var each = tools.Accounts.Select(account => ToolSearch.Of(account.Filter.Catalog).Find(query, account.Filter.Lists)
            .Select(tool => (account.Filter.Narrow(tool), account.Options)).ToArray()).ToArray();
        return each.Length == 1 ? each[0]
            : [.. Enumerable.Range(0, each.Max(found => found.Length))
                .SelectMany(place => each.Where(found => found.Length > place).Select(found => found[place]))];
    }

    private static ReadOnlyMemory<byte> SchemaOf(
        string name, UrlTools tools, out IReadOnlyList<ArgumentError> errors)
    {
        errors = [];
        if (tools.Find(name) is not var (account, tool))
        {
            errors = [NoTool("schema_of", name, tools)];
            return ToolError.BadArguments(errors);
        }

        return JsonResponse.Bytes(writer =>
        {
            var (shown, options) = (account.Filter.Narrow(tool), account.Options);
            writer.WriteStartObject();
            writer.WriteString("name", shown.NameIn(options.Names));
            writer.WriteString("effect", SearchHits.EffectOf(shown));
            writer.WriteString("description", shown.Description);
            writer.WritePropertyName("inputSchema");
            ToolSchema.WriteInputSchema(writer, shown, options);
            writer.WriteEndObject();
        });
    }

    /// <summary>Answers a call of a tool that the URL does not expose, with the names that are nearest: by their
    /// letters, and by their words.</summary>
    public static ReadOnlyMemory<byte> Unknown(string name, UrlTools tools) =>
        ToolError.BadArguments([NoTool("name", name, tools)]);

    private static ArgumentError NoTool(string argument, string name, UrlTools tools)
    {
        var (given, names) = (ArgumentWords.Excerpt(name), tools.Home.Config.ToolNames);
        if (CalledName.Finder(name, tools.Filters.Select(filter => filter.Catalog)) is { } own)
        {
            return new ArgumentError(argument, $"'{given}'", "a tool that it finds")
            { Message = $"{own} stands in the list of tools, and is called by itself." };
        }

        var exposed = tools.Select().Select(one => one.Tool.NameIn(names));
        var words = given.Length == 0 ? []
            : Find(given.Replace('_', ' '), tools).Take(MostNear).Select(one => one.Tool.NameIn(names));
        string[] near = [.. new[] { NearestName.Find(name, exposed) }.OfType<string>().Concat(words).Distinct().Take(MostNear)];
        var hint = near.Length == 0 ? $"{Search} finds those it has."
            : $"Did you mean {string.Join(" or ", near)}? {Search} finds others.";
        return new ArgumentError(argument, $"'{given}'", "a tool of this URL")
        {
            Message = $"This URL has no tool '{given}'. {(NotOffered.Why(name, tools) is { } why ? $"It {why}. " : "")}{hint}",
        };
    }

    /// <summary>Takes a call apart; false, and what is wrong, if it names no tool.</summary>
    public static bool TryReadCall(
        IDictionary<string, JsonElement>? given, out string name, out IDictionary<string, JsonElement>? arguments,
        out IReadOnlyList<ArgumentError> errors)
    {
        (name, arguments) = ("", null);
        var faults = new List<ArgumentError>();
        foreach (var (member, sent) in given ?? new Dictionary<string, JsonElement>())
        {
            var value = member == "arguments" ? MeantValue.Of(Arguments, sent) : sent;
            switch (member)
            {
                case "arguments" when value.ValueKind == JsonValueKind.Undefined:
                    break;
                case "name" when value.ValueKind == JsonValueKind.String:
                    name = value.GetString()!;
                    break;
                case "arguments" when value.ValueKind == JsonValueKind.Object:
                    arguments = value.EnumerateObject().DistinctBy(argument => argument.Name)
                        .ToDictionary(argument => argument.Name, argument => argument.Value);
                    break;
                case "name" or "arguments":
                    faults.Add(new ArgumentError(
                        member, Came(value), member == "name" ? "a tool's name"
                            : "an object, as the tool's inputSchema says"));
                    break;
                case var added when ClientArguments.Contains(added):
                    break;
                default:
                    var other = ArgumentWords.Excerpt(member);
                    faults.Add(new ArgumentError(other, "an argument of the tool to call", "a place inside arguments")
                    {
                        Message = $"{other} is no argument of {Call}; what the tool takes belongs inside arguments.",
                    });
                    break;
            }
        }

        if (name.Length == 0 && !faults.Any(fault => fault.Name == "name"))
        {
            faults.Insert(0, new ArgumentError("name", "nothing", $"the name of a tool that {Search} found"));
        }

        errors = faults;
        return faults.Count == 0;
    }

    private static IEnumerable<ArgumentError> Check(IDictionary<string, JsonElement>? arguments)
    {
        var schemaOf = Given(arguments, "schema_of");
        if (schemaOf is { } named && (named.ValueKind != JsonValueKind.String || named.GetString()!.Length > MostAsked))
        {
            yield return new ArgumentError("schema_of", Came(named), "a tool's name");
        }

        JsonElement? query = arguments?.TryGetValue("query", out var given) == true ? given : null;
        if (schemaOf is null
            && (query is not { ValueKind: JsonValueKind.String } || query.Value.GetString() is not { Length: > 0 and <= MostAsked }))
        {
            var error = new ArgumentError(
                "query", query is { } came ? Came(came) : "nothing", $"a text of 1 to {MostAsked} characters");
            yield return Given(arguments, "query") is null
                ? error with { Message = $"{error.Message} For the schema of a tool whose name is known: schema_of." } : error;
        }

        if (arguments?.TryGetValue("limit", out var asked) == true
            && MeantValue.Of(Limit, asked) is { ValueKind: not JsonValueKind.Undefined } limit
            && !(limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var count) && count is >= 1 and <= MostFound))
        {
            yield return new ArgumentError("limit", Came(limit), $"a whole number from 1 to {MostFound}");
        }

        foreach (var other in arguments?.Keys.Where(
            name => !Own.Contains(name) && !ClientArguments.Contains(name)) ?? [])
        {
            yield return ArgumentError.Unknown(ArgumentWords.Excerpt(other), null, Own);
        }
    }

    // What is empty or null was left out by a client that fills in everything.
    private static JsonElement? Given(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments?.TryGetValue(name, out var value) == true && value.ValueKind != JsonValueKind.Null
        && !(value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 0 }) ? value : null;

    private static string? Text(IDictionary<string, JsonElement>? arguments, string name) =>
        Given(arguments, name)?.GetString();

    private static Argument Of(string name, JsonKind kind, string description) =>
        new() { Name = name, Place = ArgumentPlace.Answer, Kind = kind, WireName = name, Description = description };

    private static string Came(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: 0 } => "an empty string",
        JsonValueKind.String when value.GetString() is { Length: > MostAsked } text => $"a string of {text.Length} characters",
        _ => ArgumentWords.DescribeCame(Anything, value),
    };

    private static void Write(
        Utf8JsonWriter writer, string name, string title, string description, bool isReadOnly, bool isDestructive,
        bool isOpenWorld, string schema)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("title", title);
        writer.WriteString("description", description);
        writer.WritePropertyName("inputSchema");
        writer.WriteRawValue(schema);
        writer.WriteStartObject("annotations");
        writer.WriteBoolean("readOnlyHint", isReadOnly);
        writer.WriteBoolean("destructiveHint", isDestructive);
        writer.WriteBoolean("idempotentHint", isReadOnly);
        writer.WriteBoolean("openWorldHint", isOpenWorld);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
