using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.TakenAway;

/// <summary>What an answer says, to hold one against another: every fact with its place, and whether it owns up to not knowing something.</summary>
internal static class ToldFacts
{
    // Sentences are made of facts; steps are judged by themselves.
    private static readonly string[] Aside = ["summary", "next", "not_possible", "for_minutes", "age_hours", "waited_seconds", "source", "source_reason", "next_cursor"];

    private static readonly string[] Words = ["not_read", "not_covered", "not_readable", "drift_unknown", "run_unknown"];

    private static readonly string[] Names = ["id", "workspace_id", "run_id", "policy", "policy_check_id", "policy_evaluation_id", "task_stage_id", "address", "name", "summary"];

    /// <summary>Whether the answer says that something is not known.</summary>
    public static bool OwnsUp(JsonNode? answer) => answer switch
    {
        JsonObject members => members.Any(member => Words.Contains(member.Key) || (member.Key == "copies_checked" && member.Value?.ToString() == "false") || OwnsUp(member.Value)),
        JsonArray items => items.Any(OwnsUp),
        JsonValue value => value.GetValueKind() == System.Text.Json.JsonValueKind.String && ((string)value!) is var text && (text == "unknown" || text.EndsWith("unnamed)", StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>What <paramref name="answer"/> says otherwise than the answer of a whole upstream, or no longer says of several; null for nothing. That a fact is left out is no lie.</summary>
    public static string? Lie(JsonNode whole, JsonNode answer)
    {
        var (before, lists) = Flat(whole);
        var (after, shorter) = Flat(answer);
        return after.Where(fact => !before.TryGetValue(fact.Key, out var value) || value != fact.Value).Select(fact => $"{fact.Key} = {fact.Value}, was {before.GetValueOrDefault(fact.Key, "nothing")}").FirstOrDefault()
            ?? lists.Where(list => list.Value > shorter.GetValueOrDefault(list.Key)).Select(list => $"{list.Key} has {shorter.GetValueOrDefault(list.Key)} of {list.Value}").FirstOrDefault();
    }

    /// <summary>The steps of the answer that have an empty argument.</summary>
    public static IEnumerable<string> EmptySteps(JsonNode answer) => (answer["next"] as JsonArray ?? [])
        .Where(step => step!["arguments"]!.AsObject().Any(argument => argument.Value is null || argument.Value.ToString().Length == 0)).Select(step => step!.ToJsonString());

    private static (Dictionary<string, string> Facts, Dictionary<string, int> Lists) Flat(JsonNode answer)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        var lists = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(answer, "", facts, lists);
        return (facts, lists);
    }

    private static void Add(JsonNode? node, string at, Dictionary<string, string> facts, Dictionary<string, int> lists)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.Where(member => !Aside.Contains(member.Key) && !Words.Contains(member.Key)))
                {
                    Add(value, $"{at}/{name}", facts, lists);
                }

                break;
            case JsonArray items:
                lists[at] = items.Count;
                for (var index = 0; index < items.Count; index++)
                {
                    var name = items[index] is JsonObject item ? Names.Select(known => (string?)item[known]?.ToString()).FirstOrDefault(value => value is not null) : null;
                    Add(items[index], $"{at}/{name ?? $"{index}"}", facts, lists);
                }

                break;
            default:
                facts[at] = node?.ToJsonString() ?? "null";
                break;
        }
    }
}
