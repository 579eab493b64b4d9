using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Reads which policies failed, out of the results of all three generations.</summary>
internal static class PolicyFailures
{
    /// <summary>
    /// Of a policy check. <c>result.sentinel</c> is what the engine printed, "at your own risk" as the documentation says
    /// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-checks"/>): of what can't be
    /// read there the counts remain.
    /// </summary>
    public static IEnumerable<PolicyFailure> OfPolicyCheck(ApiResource check)
    {
        var isNamed = false;
        foreach (var (set, policy) in SentinelPolicies(check.Attribute("result.sentinel")))
        {
            // A verdict that is not there is not known, and no failure; an engine that broke off has an error instead.
            if (Member(policy, "result").ValueKind != JsonValueKind.False
                && (Member(policy, "result").ValueKind == JsonValueKind.True || Text(Member(policy, "error")) is null))
            {
                continue;
            }

            isNamed = true;
            var named = Member(policy, "policy");
            var name = Text(named.ValueKind == JsonValueKind.Object ? Member(named, "name") : named) ?? "(unnamed)";
            var trace = Member(policy, "trace");
            yield return new PolicyFailure(
                "policy_check", check.Id, set is null || name.Contains('/', StringComparison.Ordinal) ? name
                    : $"{set}/{name}", Level(check, policy, named),
                Rule(Member(trace, "rules")), Text(Member(trace, "description")),
                Text(Member(trace, "print")) ?? Text(Member(trace, "error")) ?? Text(Member(policy, "error")));
        }

        var isCounted = isNamed;
        foreach (var level in isNamed ? [] : (string[])["hard", "soft"])
        {
            if (check.Number($"result.{level}-failed") is > 0 and var count)
            {
                isCounted = true;
                yield return new PolicyFailure(
                    "policy_check", check.Id, string.Create(CultureInfo.InvariantCulture, $"({count} unnamed)"),
                    level + "-mandatory", null, null, null);
            }
        }

        // The status alone says that some policy failed.
        if (!isCounted && check.Text("status") is ("hard_failed" or "soft_failed") and var status)
        {
            yield return new PolicyFailure(
                "policy_check", check.Id, "(unnamed)",
                status.Replace("_failed", "-mandatory", StringComparison.Ordinal), null, null, null);
        }
    }

    /// <summary>Of a policy set's outcome, where <paramref name="owner"/> is what an override takes. The items of
    /// <c>outcomes</c> are in snake_case.</summary>
    public static IEnumerable<PolicyFailure> OfOutcome(ApiResource outcome, string generation, string owner)
    {
        var set = outcome.Text("policy-set-name");
        var outcomes = outcome.Attribute("outcomes");
        foreach (var item in outcomes.ValueKind == JsonValueKind.Array ? outcomes.EnumerateArray() : default)
        {
            if (Text(Member(item, "status")) is not ("failed" or "errored"))
            {
                continue;
            }

            var name = Text(Member(item, "policy_name")) ?? "(unnamed)";
            yield return new PolicyFailure(
                generation, owner, set is null ? name : $"{set}/{name}", Text(Member(item, "enforcement_level")),
                Text(Member(item, "query")) ?? Place(item),
                Text(Member(item, "description")), Printed(Member(item, "output")) ?? Printed(Member(item, "diagnostics")));
        }

        if (outcome.Text("error") is { } error)
        {
            yield return new PolicyFailure(generation, owner, set ?? "(unnamed)", null, null, null, error);
        }
    }

    // schema-version 1: {"data":{"set":{"policies":[…]}}}; before it {"policies":[…]}.
    private static IEnumerable<(string? Set, JsonElement Policy)> SentinelPolicies(JsonElement sentinel)
    {
        var data = Member(sentinel, "data");
        return data.ValueKind == JsonValueKind.Object
            ? data.EnumerateObject()
            .SelectMany(set => Elements(Member(set.Value, "policies")).Select(policy => ((string?)set.Name, policy)))
            : Elements(Member(sentinel, "policies")).Select(policy => ((string?)null, policy));
    }

    // Where the policy does not say its level, the counts do if only one level failed.
    private static string? Level(ApiResource check, JsonElement policy, JsonElement named) =>
        Text(Member(named, "enforcement-level"))
        ?? (Member(policy, "allowed-failure").ValueKind == JsonValueKind.True ? "advisory"
            : (check.Number("result.hard-failed"), check.Number("result.soft-failed"),
                check.Number("result.advisory-failed")) switch
            {
                ({ } hard, 0, 0) when hard > 0 => "hard-mandatory",
                (0, { } soft, 0) when soft > 0 => "soft-mandatory",
                _ => null,
            });

    // The first rule that is not true, main last: it is made of the others.
    private static string? Rule(JsonElement rules)
    {
        if (rules.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var failed = rules.EnumerateObject().Where(rule => Member(rule.Value, "value").ValueKind == JsonValueKind.False)
            .OrderBy(rule => rule.Name == "main").FirstOrDefault();
        var position = failed.Value.ValueKind == JsonValueKind.Undefined ? default : Member(failed.Value, "position");
        return failed.Value.ValueKind == JsonValueKind.Undefined ? null
            : Text(Member(position, "filename")) is { } file
            && Member(position, "line") is { ValueKind: JsonValueKind.Number } line
                ? $"{failed.Name} ({file.Replace("./", "", StringComparison.Ordinal)}:{line.GetRawText()})"
                : failed.Name;
    }

    private static string? Place(JsonElement item) => Text(Member(item, "file_name"));

    // OPA: [{"print":"…"}] or ["…"]; tfpolicy: [{"summary":"…"}].
    private static string? Printed(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.String => Text(output),
        JsonValueKind.Array => output.EnumerateArray()
            .Select(line => Text(line) ?? Text(Member(line, "print")) ?? Text(Member(line, "summary"))
                ?? Text(Member(line, "message")))
            .OfType<string>().ToList() is { Count: > 0 } lines ? string.Join("; ", lines) : null,
        _ => null,
    };

    private static JsonElement.ArrayEnumerator Elements(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String
        && ErrorDocument.Clean(value.GetString()!) is { Length: > 0 } text ? text : null;
}
