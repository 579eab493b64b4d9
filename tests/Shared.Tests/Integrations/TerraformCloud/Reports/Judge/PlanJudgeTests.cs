using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>
/// 300 situations of resources in 12 plans of the real command. What the product answers is held against an independent reading of the same JSON, and against the command's
/// words for people.
/// </summary>
[Trait("Lane", "slow")]
public sealed class PlanJudgeTests
{
    private const string Summary = "hashicorp_terraform_cloud_plans_summary";
    private const string Plan = "plan-0123456789abcdef";

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task The_digest_of_a_real_plan_is_what_its_JSON_and_the_command_say(int number)
    {
        using var terraform = TerraformCommand.Find();
        var plan = await GeneratedPlan.MakeAsync(terraform, number);
        var (full, counts, outputs, answers) = await ReadAsync(plan.Json, isRedacted: false, withValues: true);
        var resources = JsonNode.Parse(plan.Json)!["resource_changes"]!.AsArray();
        var shown = ShownPlan.Read(plan.Shown);
        var judged = resources.ToDictionary(resource => (string)resource!["address"]!, resource => (Raw: resource!, Judged: new JudgedResource(resource!)), StringComparer.Ordinal);
        var changes = judged.Where(one => one.Value.Judged.Action is not ("no_op" or "read") || one.Value.Raw["previous_address"] is not null).ToList();
        Assert.InRange(changes.Count, 15, 200);
        Assert.Equal(changes.Select(one => one.Key), full.Select(item => (string)item["address"]!));
        foreach (var item in full)
        {
            var (raw, expected) = judged[(string)item["address"]!];
            AssertJson(item, raw, expected, plan.Secrets);
            AssertShown(item, expected, shown.Resources[(string)item["address"]!]);
        }

        Assert.Equal(shown.Resources.Count, full.Count);
        AssertCounts(counts, shown, judged.Values.Select(one => one.Judged.Action).ToList());
        Assert.Equal(shown.Outputs.OrderBy(output => output.Key).Select(output => $"{output.Value}{output.Key}"), outputs.Select(Sign).OrderBy(output => output[1..]));

        // Without values, of the same plan.
        var (silent, _, _, more) = await ReadAsync(plan.Json, isRedacted: false, withValues: false);
        Assert.Equal(full.Where(item => (string)item["action"]! is not ("delete" or "forget")).SelectMany(Paths), silent.SelectMany(Paths));
        answers.AddRange(more);

        foreach (var withValues in new[] { false, true })
        {
            var (redacted, _, _, others) = await ReadAsync(GeneratedPlan.Redacted(plan.Json), isRedacted: true, withValues);
            answers.AddRange(others);
            Assert.Equal(full.Select(item => (string)item["address"]!), redacted.Select(item => (string)item["address"]!));
            foreach (var item in redacted)
            {
                AssertRedacted(item, judged[(string)item["address"]!].Judged);
            }
        }

        foreach (var secret in plan.Secrets)
        {
            Assert.DoesNotContain(answers, answer => answer.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static void AssertJson(JsonNode item, JsonNode raw, JudgedResource expected, IReadOnlyList<string> secrets)
    {
        var isMoved = expected.Action == "no_op";
        Assert.Equal(isMoved ? "move" : expected.Action, (string)item["action"]!);
        Assert.Equal((string?)raw["previous_address"], (string?)item["moved_from"]);
        Assert.Equal((string?)raw["change"]!["importing"]?["id"], (string?)item["imported_id"]);
        Assert.Equal(raw["change"]!["actions"]!.ToJsonString() == """["create","delete"]""", item["create_before_destroy"] is not null);
        Assert.Equal(raw["change"]!["replace_paths"]?.AsArray().Select(path => path!.AsArray().Aggregate("", (all, step) => JudgedResource.Join(all, (string)step!))) ?? [], Texts(item, "forced_by"));
        Assert.Equal(expected.UnknownCount, (int?)item["known_after_apply"] ?? 0);
        Assert.Empty(Texts(item, "may_change"));
        if (expected.Changed.Count > 0 || expected.OnlyMarks.Count > 0)
        {
            Assert.Equal(expected.OnlyMarks.Order(), Texts(item, "only_marks_change").Order());
        }

        Assert.Equal(expected.Changed.Keys.Order(), Paths(item).Order());
        foreach (var told in item["changed"]?.AsArray() ?? [])
        {
            AssertValue(told!, expected.Changed[PathOf(told!)], secrets);
        }
    }

    private static void AssertValue(JsonNode told, JudgedChange expected, IReadOnlyList<string> secrets)
    {
        if (expected is { Removed: { } removed, Added: { } added })
        {
            AssertElements(told["removed"], removed, secrets);
            AssertElements(told["added"], added, secrets);
            Assert.Equal(removed.Count + added.Count == 0, (bool?)told["reordered"] == true);
            return;
        }

        Assert.Equal(expected.IsBefore, told.AsObject().ContainsKey("before"));
        Assert.Equal(expected.IsAfter, told.AsObject().ContainsKey("after"));
        AssertText(told["before"], expected.Before, secrets);
        AssertText(told["after"], expected.After, secrets);
        if (expected is { IsBefore: true, IsAfter: true } && told["before"]?.ToJsonString() == told["after"]?.ToJsonString())
        {
            Assert.Equal("\"(sensitive)\"", told["before"]?.ToJsonString());
        }
    }

    // Withheld is allowed wherever something beside is marked: what is too little is a leak, and found as one.
    private static void AssertElements(JsonNode? told, List<JsonNode?> expected, IReadOnlyList<string> secrets)
    {
        var shown = told?.AsArray() ?? [];
        Assert.Equal(Math.Min(10, expected.Count), shown.Count);
        for (var index = 0; index < shown.Count; index++)
        {
            if (shown[index]?.ToJsonString() != "\"(sensitive)\"")
            {
                AssertText(shown[index], expected[index], secrets);
            }
        }
    }

    private static void AssertText(JsonNode? told, JsonNode? expected, IReadOnlyList<string> secrets)
    {
        // What nobody sees is taken out of values, and in addresses shown as an escape.
        expected = Withheld(JsonNode.Parse((expected?.ToJsonString() ?? "null").Replace(@"\u200D", "", StringComparison.OrdinalIgnoreCase)), secrets);
        var text = expected?.ToJsonString(Readable) ?? "null";
        if (text.Length <= 300)
        {
            Assert.Equal(JudgedResource.Canonical(expected), JudgedResource.Canonical(told));
        }
        else
        {
            Assert.Contains(((string)told!).Trim('…'), expected!.GetValueKind() == JsonValueKind.String ? (string)expected! : text, StringComparison.Ordinal);
        }
    }

    // A copy that carries no mark is withheld as well: the whole text that has it.
    private static JsonNode? Withheld(JsonNode? value, IReadOnlyList<string> secrets) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Withheld(member.Value, secrets)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Withheld(element, secrets))]),
        JsonValue text when text.GetValueKind() == JsonValueKind.String && secrets.Any(secret => ((string)text!).Contains(secret, StringComparison.Ordinal)) => "(sensitive)",
        _ => value?.DeepClone(),
    };

    private static void AssertShown(JsonNode item, JudgedResource expected, ShownResource shown)
    {
        Assert.Equal((string)item["action"]! switch
        {
            "create" => "will be created",
            "update" => "will be updated in-place",
            "replace" => "must be replaced",
            "delete" => "will be destroyed",
            "forget" => "will no longer be managed by Terraform",
            "move" => "has moved",
            var other => other,
        }, shown.What);
        var roots = Paths(item).Concat(Texts(item, "only_marks_change")).Select(path => path.Split('.', '[')[0]).ToHashSet(StringComparer.Ordinal);
        switch ((string)item["action"]!)
        {
            case "update":
                Assert.Equal(shown.Attributes.Order(), roots.Order());
                break;
            case "create" or "replace":
                // What is only known afterwards is a number here.
                Assert.Subset(shown.Attributes, roots);
                if (expected.Marked.Count == 0)
                {
                    Assert.Equal(shown.Unknown, (int?)item["known_after_apply"] ?? 0);
                }

                break;
        }
    }

    private static void AssertCounts(JsonNode counts, ShownPlan shown, List<string> actions)
    {
        int Of(params string[] names) => names.Sum(name => (int?)counts[name] ?? 0);
        int[] told = [Of("import"), Of("create", "replace"), Of("update"), Of("delete", "replace"), shown.Counts[4]];
        Assert.Equal(shown.Counts.AsEnumerable(), told);
        foreach (var action in actions.Distinct())
        {
            Assert.Equal(actions.Count(one => one == action), Of(action));
        }
    }

    private static void AssertRedacted(JsonNode item, JudgedResource expected)
    {
        var (changed, mayChange) = (Paths(item).ToList(), Texts(item, "may_change").ToList());

        // Nothing is said to change that doesn't, nor anything that is marked; and all that is marked may, itself or as a part of what may.
        Assert.All(changed, path => Assert.Contains(path, expected.Changed.Keys));
        Assert.DoesNotContain(changed, expected.Marked.Contains);
        if ((string)item["action"]! is "update" or "replace")
        {
            Assert.All(expected.Marked, path => Assert.Contains(mayChange, told => path == told || path.StartsWith(told + ".", StringComparison.Ordinal) || path.StartsWith(told + "[", StringComparison.Ordinal)));
        }

        Assert.All(mayChange, path => Assert.Contains(expected.Marked, marked => marked == path || marked.StartsWith(path + "[", StringComparison.Ordinal)));

        // What has nothing to do with a mark is told as ever.
        var free = expected.Changed.Keys.Where(path => !expected.Marked.Any(marked => marked.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(marked, StringComparison.Ordinal)));
        Assert.All((string)item["action"]! is "delete" or "forget" ? [] : free, path => Assert.Contains(path, changed));
        if (expected.Marked.Count > 0)
        {
            Assert.All(item["changed"]?.AsArray() ?? [], told => Assert.True(told is JsonValue || told!.AsObject().All(member => member.Key is "path" or "reordered")));
        }
    }

    private static async Task<(List<JsonNode> Items, JsonNode Counts, List<JsonNode> Outputs, List<string> Answers)> ReadAsync(string plan, bool isRedacted, bool withValues)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output{(isRedacted ? "-redacted" : "")}").Body(plan, "application/json");
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output*").Status(404);
        var token = await product.TokenAsync();
        List<JsonNode> items = [];
        List<string> answers = [];
        JsonNode? first = null;
        var arguments = new JsonObject { ["plan_id"] = Plan, ["include_values"] = withValues, ["page_size"] = 100 };
        do
        {
            var result = await product.CallAsync(token, Summary, arguments.ToJsonString());
            Assert.True((bool?)result["isError"] != true, result.ToJsonString());
            answers.Add(result.ToJsonString(Readable));
            var answer = result["structuredContent"] ?? JsonNode.Parse((string)result["content"]![0]!["text"]!)!;
            first ??= answer;
            items.AddRange(answer["items"]!.AsArray().Select(item => item!));
            arguments = new JsonObject { ["cursor"] = answer["next_cursor"]?.DeepClone() };
        }
        while (arguments["cursor"] is not null);
        Assert.Equal((int)first["total_count"]!, items.Count);
        return (items, first["counts"]!, [.. first["outputs"]?.AsArray().Select(output => output!) ?? []], answers);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Sign(JsonNode output) => ((string)output["action"]! switch { "create" => "+", "delete" => "-", _ => "~" }) + (string)output["name"]!;

    private static IEnumerable<string> Paths(JsonNode item) => item["changed"]?.AsArray().Select(told => PathOf(told!)) ?? [];

    private static string PathOf(JsonNode told) => told is JsonValue ? (string)told! : (string)told["path"]!;

    private static IEnumerable<string> Texts(JsonNode item, string name) => item[name]?.AsArray().Select(text => (string)text!) ?? [];
}
