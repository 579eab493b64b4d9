using System.Buffers.Text;

namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Carries out a query that the schema has accepted, for one principal.</summary>
internal sealed class GraphQlRunner(
    TharsisWorld world, GraphQlSchema schema, bool isOld, TharsisPrincipal principal, DateTimeOffset now, JsonObject variables)
{
    private readonly JsonArray errors = [];

    /// <summary>The whole answer.</summary>
    public JsonObject Run(IReadOnlyList<GraphQlField> fields)
    {
        var data = new JsonObject();
        var isNull = false;
        foreach (var field in fields)
        {
            try
            {
                data[field.Alias] = Select(Root(field), field.Selections);
            }
            catch (GraphQlException failure)
            {
                errors.Add((JsonNode)new JsonObject
                {
                    ["message"] = failure.Message,
                    ["path"] = new JsonArray(field.Alias),
                    ["extensions"] = new JsonObject { ["code"] = failure.Code },
                });
                data[field.Alias] = null;
                isNull |= field.Name is not "node";
            }
        }

        var answer = new JsonObject();
        if (errors.Count > 0)
        {
            answer["errors"] = errors;
        }

        answer["data"] = isNull ? null : data;
        return answer;
    }

    private Thing? Root(GraphQlField field) => field.Name switch
    {
        "node" => Node((string?)Argument(field, "id") ?? ""),
        "me" => Me(),
        "version" => new Thing("Version") { ["version"] = "1.0.0", ["dbMigrationVersion"] = "20260701", ["buildTimestamp"] = "2026-07-23T00:00:00Z" },
        "runs" => Connection(field, "Run", Argument(field, "workspaceId") is string id ? OfWorkspace(id) : _ => true),
        "jobs" => Connection(field, "Job", Argument(field, "workspaceId") is string id ? OfWorkspace(id) : _ => true),
        "workspaces" => Connection(field, "Workspace", Argument(field, "search") is string { Length: > 0 } search
            ? one => ((string)one["fullPath"]!).Contains(search, StringComparison.OrdinalIgnoreCase) : _ => true),
        "groups" => Connection(field, "Group", _ => true),
        _ => throw new GraphQlException("NOT_IMPLEMENTED", $"{field.Name} is not simulated"),
    };

    private Thing? Node(string id)
    {
        if (!id.StartsWith("trn:", StringComparison.Ordinal) && !IsGlobal(id))
        {
            throw new GraphQlException("BAD_REQUEST",
                "invalid identifier format: value is neither a valid TRN nor GID: invalid ID: illegal base64 data at input byte " +
                Math.Max(0, id.Length - 1).ToString(CultureInfo.InvariantCulture));
        }

        if (id.StartsWith("trn:", StringComparison.Ordinal)
            && id.Split(':', 3) is not [_, "workspace" or "group" or "managed_identity" or "service_account", ..])
        {
            // The last part of these is an id; of a newer server's plans and applies it is behind the run's.
            var parts = id.Split('/');
            var last = parts[^1] is "plan" or "apply" && parts.Length > 1 ? parts[^2] : parts[^1];
            if (!IsGlobal(last))
            {
                throw new GraphQlException("BAD_REQUEST", $"failed to get {id.Split(':')[1]} by TRN: invalid id: the id must be a valid uuid");
            }

            if (!isOld && parts[^1] is "plan" or "apply")
            {
                id = last;
            }
        }

        var thing = world.Find(id) ?? (id.StartsWith("trn:", StringComparison.Ordinal) ? world.Find(id[(id.LastIndexOf('/') + 1)..]) : null);
        if (thing?.Type is "Plan" or "Apply" && !isOld)
        {
            thing = world.RunOf(thing!);
        }

        return thing is null || !schema.IsNode(thing.Type) ? null : principal.MaySee(thing.Path) ? thing
            : throw new GraphQlException("NOT_FOUND",
                $"either the requested resource does not exist or the service account {principal.Path} is not authorized");
    }

    private Thing Me()
    {
        var me = new Thing("ServiceAccount");
        foreach (var (name, value) in world.Find(principal.Id)!)
        {
            me[name] = value;
        }

        me["clientSecretExpiresAt"] = principal.SecretExpires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return me;
    }

    private Func<Thing, bool> OfWorkspace(string id) =>
        world.Find(id) is { Type: "Workspace" } workspace && principal.MaySee(workspace.Path)
            ? one => one.Path == workspace.Path : _ => false;

    private Thing Connection(GraphQlField field, string type, Func<Thing, bool> isOne)
    {
        var (first, last) = (Argument(field, "first") as int?, Argument(field, "last") as int?);
        if (first is null == last is null)
        {
            throw new GraphQlException("BAD_REQUEST", first is null ? "invalid args: either first or last must be specified"
                : "invalid args: only first or last can be specified");
        }

        if ((first ?? last) is < 0 or > 100)
        {
            throw new GraphQlException("BAD_REQUEST", "invalid args: first and last must be between 0 and 100");
        }

        var sort = Argument(field, "sort") as string;
        var all = world.Of(type).Where(one => principal.MaySee(one.Path) && isOne(one));
        all = sort switch
        {
            "CREATED_AT_DESC" => all.OrderByDescending(Created, StringComparer.Ordinal),
            "FULL_PATH_ASC" => all.OrderBy(one => one["fullPath"] as string, StringComparer.Ordinal),
            _ => all,
        };
        var rows = all.Select(one => (Cursor: CursorOf(one, sort), One: one)).ToArray();
        var (after, before) = (Argument(field, "after") as string, Argument(field, "before") as string);
        var begin = string.IsNullOrEmpty(after) ? 0 : Array.FindIndex(rows, row => row.Cursor == after) + 1;
        var end = string.IsNullOrEmpty(before) ? rows.Length : Array.FindIndex(rows, row => row.Cursor == before);
        if ((begin == 0 && !string.IsNullOrEmpty(after)) || end < 0)
        {
            throw new GraphQlException("BAD_REQUEST", "invalid cursor");
        }

        var page = first is { } take ? rows[begin..Math.Min(end, begin + take)] : rows[Math.Max(begin, end - last!.Value)..end];
        var at = page.Length == 0 ? begin : Array.IndexOf(rows, page[0]);
        return new Thing(type + "Connection")
        {
            ["totalCount"] = rows.Length,
            ["pageInfo"] = new Thing("PageInfo")
            {
                ["startCursor"] = page.FirstOrDefault().Cursor,
                ["endCursor"] = page.LastOrDefault().Cursor,
                ["hasNextPage"] = at + page.Length < rows.Length,
                ["hasPreviousPage"] = at > 0,
            },
            ["edges"] = page.Select(row => (object?)new Thing(type + "Edge") { ["cursor"] = row.Cursor, ["node"] = row.One }).ToList(),
        };
    }

    // The values that rows are sorted by, as JSON in base64.
    private static string CursorOf(Thing one, string? sort)
    {
        var values = new JsonArray("id", IdText(one.Id));
        if (sort == "CREATED_AT_DESC")
        {
            values.Add((JsonNode?)"created_at");
            values.Add((JsonNode?)Created(one));
        }
        else if (sort == "FULL_PATH_ASC")
        {
            values.Add((JsonNode?)"full_path");
            values.Add((JsonNode?)(string)one["fullPath"]!);
        }

        return Convert.ToBase64String(Encoding.UTF8.GetBytes(values.ToJsonString()));
    }

    private static string Created(Thing one) => (one.GetValueOrDefault("metadata") as Thing)?.GetValueOrDefault("createdAt") as string ?? "";

    private static string IdText(string id) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id)).Split('_', 2)[1];

    private static bool IsGlobal(string id)
    {
        var bytes = new byte[128];
        return id.Length < 100 && id.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_')
            && Base64Url.IsValid(id) && Base64Url.TryDecodeFromChars(id, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('_', 2) is [_, var uuid] && Guid.TryParse(uuid, CultureInfo.InvariantCulture, out _);
    }

    private object? Argument(GraphQlField field, string name) => field.Arguments.GetValueOrDefault(name) switch
    {
        string text when text.StartsWith('$') => variables[text[1..]] switch
        {
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<int>(),
            _ => null,
        },
        var other => other,
    };

    private JsonNode? Select(object? value, IReadOnlyList<GraphQlField> fields) => value switch
    {
        null => null,
        Thing thing => Members(thing, fields),
        List<object?> list => new JsonArray([.. list.Select(one => Select(one, fields))]),
        string text => JsonValue.Create(text),
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => throw new InvalidOperationException(),
    };

    private JsonObject Members(Thing thing, IReadOnlyList<GraphQlField> fields)
    {
        var members = new JsonObject();
        foreach (var field in fields)
        {
            if (field.Name == "__typename")
            {
                members[field.Alias] = thing.Type;
            }
            else if (!field.IsFragment)
            {
                members[field.Alias] = Select(Member(thing, field), field.Selections);
            }
            else if (field.Name == thing.Type)
            {
                foreach (var (name, value) in Members(thing, field.Selections))
                {
                    members[name] = value?.DeepClone();
                }
            }
        }

        return members;
    }

    private object? Member(Thing thing, GraphQlField field) => thing.GetValueOrDefault(field.Name) switch
    {
        Func<DateTimeOffset, object?> make => make(now),
        Func<DateTimeOffset, int, int, object?> read => read(now, Argument(field, "startOffset") as int? ?? 0, Argument(field, "limit") as int? ?? 0),
        var value => value,
    };
}
