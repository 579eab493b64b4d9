using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>What Sentinel reports of a policy check: the JSON inside <c>result.sentinel</c>, and the text behind
/// <c>/output</c>.</summary>
internal static class SentinelReport
{
    public static JsonObject Json(PolicyCheck check)
    {
        var data = new JsonObject();
        foreach (var set in check.Verdicts.GroupBy(v => v.Set))
        {
            var failed = set.Where(v => !v.Passed).Select(v => v.Policy.EnforcementLevel).ToList();
            data[set.Key.Name] = new JsonObject
            {
                ["can-override"] = !failed.Contains("hard-mandatory"),
                ["error"] = null,
                ["policies"] = new JsonArray([.. set.Select(Verdict)]),
                ["result"] = failed.TrueForAll(level => level == "advisory"),
            };
        }

        return new JsonObject { ["schema-version"] = 1, ["data"] = data };
    }

    public static string Text(PolicyCheck check)
    {
        var text = new StringBuilder();
        var passed = check.Failed("hard-mandatory") + check.Failed("soft-mandatory") == 0;
        text.Append("Sentinel Result: ").Append(passed ? "true" : "false").Append("\n\n");
        text.Append(passed
            ? "This result means that all Sentinel policies passed and the run\nis allowed to continue.\n"
            : "This result means that one or more Sentinel policies failed. More than likely,\nthis was due to the " +
            "discovery of violations by the main rule and other\nsub-rules. " +
            "Please see the details below for more information.\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{check.Verdicts.Count} policies evaluated.\n");
        foreach (var (index, verdict) in check.Verdicts.Index())
        {
            var policy = verdict.Policy;
            text.Append(CultureInfo.InvariantCulture,
                $"\n## Policy {index + 1}: {verdict.Set.Name}/{policy.Name} ({policy.EnforcementLevel})\n\n");
            text.Append("Result: ").Append(verdict.Passed ? "true" : "false").Append("\n\nDescription:\n  ")
                .Append(verdict.Policy.Description).Append('\n');
            if (verdict.Passed) continue;
            text.Append("\nPrint messages:\n\n").AppendJoin('\n', verdict.Violations).Append('\n');
            text.Append(CultureInfo.InvariantCulture,
                $"\n./{verdict.Policy.Name}.sentinel:12:1 - Rule \"main\"\n  Value:\n    false\n");
        }

        return text.ToString();
    }

    private static JsonNode Verdict(PolicyVerdict verdict) => new JsonObject
    {
        ["allowed-failure"] = !verdict.Passed && verdict.Policy.EnforcementLevel == "advisory",
        ["error"] = null,
        ["policy"] = new JsonObject
        {
            ["name"] = verdict.Set.Name + "/" + verdict.Policy.Name,
            ["enforcement-level"] = verdict.Policy.EnforcementLevel
        },
        ["result"] = verdict.Passed,
        ["trace"] = new JsonObject
        {
            ["description"] = verdict.Policy.Description,
            ["error"] = null,
            ["print"] = string.Join('\n', verdict.Violations),
            ["result"] = verdict.Passed,
            ["rules"] = new JsonObject
            {
                ["main"] = new JsonObject
                {
                    ["desc"] = verdict.Policy.Description,
                    ["ident"] = "main",
                    ["position"] = new JsonObject
                    {
                        ["filename"] = $"./{verdict.Policy.Name}.sentinel",
                        ["offset"] = 312,
                        ["line"] = 12,
                        ["column"] = 1
                    },
                    ["value"] = verdict.Passed,
                },
            },
        },
    };
}
