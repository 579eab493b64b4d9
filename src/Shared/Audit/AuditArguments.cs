using ServerlessMcp.Catalog;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Audit;

/// <summary>What of a call's arguments goes into the audit trail.</summary>
/// <param name="Noted">
/// Ids, names and filters: what stands in the path, the query or a relationship, which says what was touched. Of
/// attributes the booleans, numbers and enumerations, which say what was done; others, and comments, may hold anything,
/// a secret included.
/// </param>
/// <param name="Withheld">The names of the others that were given.</param>
/// <param name="Targets">The ids and names of the resources concerned: of the path and the relationships, and under a
/// scope the workspaces and projects they were traced to.</param>
public sealed record AuditArguments(
    IReadOnlyList<KeyValuePair<string, string>> Noted, IReadOnlyList<string> Withheld, IReadOnlyList<string> Targets)
{
    private const int MostTargets = 20;
    private const int Longest = 200;

    /// <summary>What the call does to the world with these arguments; null of one that got no further than them.</summary>
    public Effect? Effect { get; init; }

    /// <summary>Of a call that got no further than its arguments.</summary>
    public static AuditArguments None { get; } = new([], [], []);

    /// <summary>Of a call whose arguments were accepted.</summary>
    public static AuditArguments Of(ToolArguments arguments)
    {
        var (noted, withheld, targets) = (new List<KeyValuePair<string, string>>(), new List<string>(), new List<string>());
        foreach (var argument in arguments.Tool.Arguments)
        {
            if (!arguments.TryGet(argument.Name, out var value))
            {
                continue;
            }

            if (argument.IsSecret || !IsNoted(arguments.Tool, argument))
            {
                withheld.Add(argument.Name);
                continue;
            }

            noted.Add(new(argument.Name, TextCut.Shorten(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), Longest)));
            if (argument.Place
                is not (ArgumentPlace.Query or ArgumentPlace.Attribute or ArgumentPlace.Root or ArgumentPlace.Type)
                && (argument.Place != ArgumentPlace.Answer || argument.Name.EndsWith("_id", StringComparison.Ordinal)))
            {
                targets.AddRange(Texts(value));
            }
        }

        return new(noted, withheld, [.. targets.Distinct().Take(MostTargets)]) { Effect = GivenEffects.Of(arguments) };
    }

    /// <summary>The same, with the workspaces and projects that a scope has traced the call to.</summary>
    public AuditArguments With(IReadOnlyList<string>? proven) =>
        proven is { Count: > 0 }
        ? this with { Targets = [.. Targets.Concat(proven.Select(one => TextCut.Shorten(one, Longest))).Distinct().Take(MostTargets)] } : this;

    /// <summary>The same, with what the names were found to mean that were given for ids: the id, and behind it the name.</summary>
    public AuditArguments WithNames(ToolArguments arguments)
    {
        if (arguments.Names.Count == 0)
        {
            return this;
        }

        var ids = arguments.Ids;
        return this with
        {
            Noted = [.. Noted.SelectMany(pair => ids.TryGetValue(pair.Key, out var id)
                ? [KeyValuePair.Create(pair.Key, Cut(id)), KeyValuePair.Create(pair.Key + ".name", Cut(arguments.Names[pair.Key]))]
                : new[] { pair })],
            Targets = [.. Noted.Where(pair => ids.ContainsKey(pair.Key)).SelectMany(pair => Texts(ids[pair.Key]))
                .Concat(Targets).Distinct().Take(MostTargets)],
        };
    }

    private static string Cut(JsonElement value) =>
        TextCut.Shorten(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), Longest);

    // What a report was asked for, too: whether values were shown is for the record.
    private static bool IsNoted(ToolDefinition tool, Argument argument) => argument.Place switch
    {
        ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Relationship or ArgumentPlace.Identifiers => true,
        ArgumentPlace.Answer => tool.NotesAnswerArguments && argument.Name != DerivedArguments.Cursor.Name,
        ArgumentPlace.Type => true,
        ArgumentPlace.Attribute or ArgumentPlace.Root => argument.Kind is JsonKind.Boolean or JsonKind.Integer
            or JsonKind.Number || argument.AllowedValues.Count > 0,
        _ => false,
    };

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [TextCut.Shorten(value.GetString()!, Longest)],
        JsonValueKind.Array => value.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.String)
            .Select(element => TextCut.Shorten(element.GetString()!, Longest)),
        _ => [],
    };
}
