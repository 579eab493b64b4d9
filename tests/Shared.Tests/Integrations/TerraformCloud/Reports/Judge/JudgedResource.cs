using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>
/// Reads a change of a plan's JSON on its own, in the simplest way that is right: unknown parts are put into the value first, values are compared as canonical text, and
/// lists as sorted texts.
/// </summary>
internal sealed class JudgedResource
{
    private const string Unknown = "\u0001 unknown";

    private readonly bool isNew;

    public JudgedResource(JsonNode resource)
    {
        var change = resource["change"]!;
        var actions = change["actions"]!.AsArray().Select(step => (string)step!).ToArray();
        Action = actions.Length > 1 ? "replace" : actions[0] == "no-op" ? "no_op" : actions[0];
        isNew = Action is "create" or "replace";
        var (before, after) = (change["before"]?.DeepClone(), Merged(change["after"], change["after_unknown"]));
        var (markedBefore, markedAfter) = (change["before_sensitive"], change["after_sensitive"]);
        UnknownCount = isNew ? Count(after) : 0;
        if (before is JsonObject && after is JsonObject)
        {
            Compare("", before, true, after, true, markedBefore, markedAfter);
        }
        else if (after is JsonObject created)
        {
            foreach (var (name, value) in created.Where(member => !IsEmpty(member.Value)))
            {
                Note(Join("", name), null, false, value, true, null, Below(markedAfter, name));
            }
        }
        else if (before is JsonObject destroyed)
        {
            foreach (var (name, value) in destroyed.Where(member => !IsEmpty(member.Value)))
            {
                Note(Join("", name), value, true, null, false, Below(markedBefore, name), null);
            }
        }

        Marked = [.. MarkedPaths("", before, markedBefore).Concat(MarkedPaths("", after, markedAfter)).Distinct()];
    }

    public string Action { get; }

    /// <summary>What differs, by path.</summary>
    public Dictionary<string, JudgedChange> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Where only marks differ.</summary>
    public List<string> OnlyMarks { get; } = [];

    /// <summary>Where something is marked.</summary>
    public IReadOnlyList<string> Marked { get; }

    public int UnknownCount { get; }

    /// <summary>A path of Terraform's language.</summary>
    public static string Join(string path, string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !char.IsAsciiDigit(name[0]) ? path.Length == 0 ? name : $"{path}.{name}"
            : $"{path}[\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal)}\"]";

    /// <summary>A value as an answer may show it: a word in place of what is marked or unknown.</summary>
    public static JsonNode? Shown(JsonNode? value, JsonNode? marks) => value switch
    {
        _ when IsUnknown(value) => "(known after apply)",
        not null when IsMarked(marks) => "(sensitive)",
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shown(member.Value, Below(marks, member.Key))))),
        JsonArray elements => new JsonArray([.. elements.Select((element, index) => Shown(element, Below(marks, index)))]),
        _ => value?.DeepClone(),
    };

    public static string Canonical(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => JsonSerializer.Serialize(member.Key) + ":" + Canonical(member.Value))) + "}",
        JsonArray elements => "[" + string.Join(',', elements.Select(Canonical)) + "]",
        _ => value.ToJsonString(),
    };

    private void Compare(string path, JsonNode? before, bool isBefore, JsonNode? after, bool isAfter, JsonNode? markedBefore, JsonNode? markedAfter)
    {
        var isSame = isBefore == isAfter && Canonical(before) == Canonical(after);
        if (IsUnknown(after) || IsMarked(markedBefore) || IsMarked(markedAfter))
        {
            if (!isSame)
            {
                Note(path, before, isBefore, after, isAfter, markedBefore, markedAfter);
            }
            else if (IsMarked(markedBefore) != IsMarked(markedAfter))
            {
                OnlyMarks.Add(path);
            }
        }
        else if (before is JsonObject old && after is JsonObject fresh)
        {
            foreach (var name in old.Select(member => member.Key).Union(fresh.Select(member => member.Key)))
            {
                Compare(Join(path, name), old[name], old.ContainsKey(name), fresh[name], fresh.ContainsKey(name), Below(markedBefore, name), Below(markedAfter, name));
            }
        }
        else if (before is JsonArray { Count: 1 } one && after is JsonArray { Count: 1 } other && ((one[0] is JsonObject && other[0] is JsonObject) || (one[0] is JsonArray && other[0] is JsonArray)))
        {
            Compare(path + "[0]", one[0], true, other[0], true, Below(markedBefore, 0), Below(markedAfter, 0));
        }
        else if (before is JsonArray && after is JsonArray && isSame)
        {
            for (var index = 0; index < ((JsonArray)after).Count; index++)
            {
                if (IsMarked(Below(markedBefore, index)) != IsMarked(Below(markedAfter, index)))
                {
                    OnlyMarks.Add(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"));
                }
            }
        }
        else if (!isSame)
        {
            Note(path, before, isBefore, after, isAfter, markedBefore, markedAfter);
        }
    }

    private void Note(string path, JsonNode? before, bool isBefore, JsonNode? after, bool isAfter, JsonNode? markedBefore, JsonNode? markedAfter)
    {
        if (isNew && IsUnknown(after))
        {
            return;
        }

        var isMarked = IsMarked(markedBefore) || IsMarked(markedAfter);
        var elements = before is JsonArray && after is JsonArray && !isMarked;
        Changed[path] = new()
        {
            IsBefore = isBefore,
            IsAfter = isAfter,
            Before = before is not null && isMarked ? "(sensitive)" : Shown(before, markedBefore),
            After = after is not null && isMarked && !IsUnknown(after) ? "(sensitive)" : Shown(after, markedAfter),
            Removed = elements ? Only((JsonArray)before!, (JsonArray)after!, markedBefore) : null,
            Added = elements ? Only((JsonArray)after!, (JsonArray)before!, markedAfter) : null,
        };
    }

    // The elements of a list that another has not, each as often as it is missing there. What is unknown is never there.
    private static List<JsonNode?> Only(JsonArray list, JsonArray other, JsonNode? marks)
    {
        var rest = other.Select(Canonical).ToList();
        List<JsonNode?> only = [];
        foreach (var (index, element) in list.Index())
        {
            if (!rest.Remove(Canonical(element)))
            {
                only.Add(Shown(element, Below(marks, index)));
            }
        }

        return only;
    }

    private static IEnumerable<string> MarkedPaths(string path, JsonNode? value, JsonNode? marks) => (value, marks) switch
    {
        _ when IsMarked(marks) => [path],
        (JsonObject members, JsonObject) => members.SelectMany(member => MarkedPaths(Join(path, member.Key), member.Value, Below(marks, member.Key))),
        (JsonArray elements, JsonArray) => elements.SelectMany((element, index) => MarkedPaths(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), element, Below(marks, index))),
        _ => [],
    };

    private static JsonNode? Merged(JsonNode? value, JsonNode? unknown)
    {
        switch (unknown)
        {
            case JsonValue mark when mark.GetValueKind() == JsonValueKind.True:
                return Unknown;
            case JsonObject open when value is JsonObject or null && (value is not null || Holds(open)):
                var members = value?.DeepClone() as JsonObject ?? [];
                foreach (var (name, below) in open)
                {
                    if (members.ContainsKey(name) || Holds(below))
                    {
                        members[name] = Merged(members[name]?.DeepClone(), below);
                    }
                }

                return members;
            case JsonArray open when value is JsonArray list:
                return new JsonArray([.. list.Select((element, index) => Merged(element, index < open.Count ? open[index] : null))]);
            default:
                return value?.DeepClone();
        }
    }

    private static bool Holds(JsonNode? tree) => tree switch
    {
        JsonObject members => members.Any(member => Holds(member.Value)),
        JsonArray elements => elements.Any(Holds),
        _ => tree?.GetValueKind() == JsonValueKind.True,
    };

    private static int Count(JsonNode? value) => value switch
    {
        JsonObject members => members.Sum(member => Count(member.Value)),
        JsonArray elements => elements.Sum(Count),
        _ => IsUnknown(value) ? 1 : 0,
    };

    private static bool IsUnknown(JsonNode? value) => value is JsonValue && value.GetValueKind() == JsonValueKind.String && (string?)value == Unknown;

    private static bool IsMarked(JsonNode? marks) => marks is JsonValue && marks.GetValueKind() == JsonValueKind.True;

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static JsonNode? Below(JsonNode? marks, string name) => IsMarked(marks) ? marks : (marks as JsonObject)?[name];

    private static JsonNode? Below(JsonNode? marks, int index) => IsMarked(marks) ? marks : marks is JsonArray elements && index < elements.Count ? elements[index] : null;
}

/// <summary>What differs at a path.</summary>
internal sealed record JudgedChange
{
    public bool IsBefore { get; init; }

    public bool IsAfter { get; init; }

    public JsonNode? Before { get; init; }

    public JsonNode? After { get; init; }

    public List<JsonNode?>? Removed { get; init; }

    public List<JsonNode?>? Added { get; init; }
}
