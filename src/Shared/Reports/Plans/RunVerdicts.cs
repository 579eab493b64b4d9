using System.Text.Json;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports.Plans;

/// <summary>What policies and the cost estimate say of a run, in short, to stand beside its plan. Why a policy failed is for the run's diagnosis.</summary>
internal sealed class RunVerdicts
{
    private const int MaxStages = 2;

    private readonly JsonElement run;
    private readonly JsonElement[] included;

    private RunVerdicts(JsonElement document)
    {
        run = document.GetProperty("data");
        included = document.TryGetProperty("included", out var others) && others.ValueKind == JsonValueKind.Array ? [.. others.EnumerateArray()] : [];
    }

    /// <summary>What a run is asked with, so that its plan, cost estimate and stages come with it.</summary>
    public const string Include = "?include=plan,cost_estimate,task_stages";

    /// <summary>Reads the run's document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RunVerdicts Read(TerraformResponse response)
    {
        var reader = new Utf8JsonReader(response.Body.Span, ResourceReader.ReaderOptions);
        var document = JsonElement.ParseValue(ref reader);
        return document.ValueKind == JsonValueKind.Object && document.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? new RunVerdicts(document)
            : throw new JsonException("The document has no run.");
    }

    /// <summary>The id of its plan; null if it has none.</summary>
    public string? PlanId => Related(run, "plan").FirstOrDefault();

    /// <summary>The plan's status; null if it didn't come with the run.</summary>
    public string? PlanStatus => included.Where(other => Text(other, "type") == "plans").Select(plan => Text(Attributes(plan), "status")).FirstOrDefault();

    /// <summary>The run's status.</summary>
    public string? Status => Text(Attributes(run), "status");

    /// <summary>
    /// Writes <c>"policies":[…]</c> and <c>"cost":{…}</c>, where there are any. At most three requests: the policy checks, and the evaluations of two stages. What can't be
    /// read is named, because no verdict is not a good verdict.
    /// </summary>
    public async Task<Action<Utf8JsonWriter>> ReadAsync(AccountApi api, CancellationToken cancellationToken)
    {
        List<Action<Utf8JsonWriter>> policies = [];
        if (Related(run, "policy-checks").Any())
            await AddAsync(api, $"/runs/{Uri.EscapeDataString(Text(run, "id") ?? "")}/policy-checks", WriteCheck, policies, cancellationToken);
        foreach (var stage in included.Where(other => Text(other, "type") == "task-stages" && Related(other, "policy-evaluations").Any()).Take(MaxStages))
            await AddAsync(api, $"/task-stages/{Uri.EscapeDataString(Text(stage, "id") ?? "")}/policy-evaluations", WriteEvaluation, policies, cancellationToken);
        return writer =>
        {
            if (policies.Count > 0)
            {
                writer.WriteStartArray("policies");
                policies.ForEach(write => write(writer));
                writer.WriteEndArray();
            }

            foreach (var cost in included.Where(other => Text(other, "type") == "cost-estimates"))
                WriteCost(writer, Attributes(cost));
        };
    }

    private static async Task AddAsync(
        AccountApi api, string path, Action<Utf8JsonWriter, JsonElement> write, List<Action<Utf8JsonWriter>> verdicts, CancellationToken cancellationToken)
    {
        var (found, trouble) = await ReportPart.TryAsync<IReadOnlyList<Action<Utf8JsonWriter>>>(api, async () =>
        {
            using var response = await api.GetAsync(RequestPath.Prefix + path, cancellationToken);
            if (!response.IsSuccess)
                return (null, ReportPart.Status(response.Status, api));
            var reader = new Utf8JsonReader(response.Body.Span, ResourceReader.ReaderOptions);
            return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? ([.. data.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select<JsonElement, Action<Utf8JsonWriter>>(one => writer => write(writer, one))], null)
                : throw new JsonException("The document has no list.");
        });
        if (found is not null)
        {
            verdicts.AddRange(found);
            return;
        }

        verdicts.Add(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "unknown");
            writer.WriteString("not_readable", trouble!.Code);
            writer.WriteEndObject();
        });
    }

    // A legacy Sentinel check: counts, and the names of the policies that failed.
    private static void WriteCheck(Utf8JsonWriter writer, JsonElement check)
    {
        var attributes = Attributes(check);
        writer.WriteStartObject();
        writer.WriteString("policy_check_id", Text(check, "id"));
        writer.WriteString("status", Text(attributes, "status"));
        if (attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (ReadOnlySpan<string>)["passed", "hard-failed", "soft-failed", "advisory-failed"])
                WriteCount(writer, result, name);
            var failed = Failed(result).Take(20).ToArray();
            if (failed.Length > 0)
            {
                writer.WriteStartArray("failed");
                foreach (var policy in failed)
                    writer.WriteStringValue(policy);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteEvaluation(Utf8JsonWriter writer, JsonElement evaluation)
    {
        var attributes = Attributes(evaluation);
        writer.WriteStartObject();
        writer.WriteString("policy_evaluation_id", Text(evaluation, "id"));
        if (Text(attributes, "policy-kind") is { } kind)
            writer.WriteString("kind", kind);
        writer.WriteString("status", Text(attributes, "status"));
        if (attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty("result-count", out var counts) && counts.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (ReadOnlySpan<string>)["passed", "mandatory-failed", "advisory-failed", "errored"])
                WriteCount(writer, counts, name);
        }

        writer.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter writer, JsonElement cost)
    {
        writer.WriteStartObject("cost");
        foreach (var name in (ReadOnlySpan<string>)["status", "prior-monthly-cost", "proposed-monthly-cost", "delta-monthly-cost", "error-message"])
        {
            if (Text(cost, name) is { } text)
                writer.WriteString(SnakeCase.Convert(name), ErrorDocument.Clean(text));
        }

        writer.WriteEndObject();
    }

    // result.sentinel.data.{policy set}.policies[] = {policy: "set/name", result: false, …}
    private static IEnumerable<string> Failed(JsonElement result) =>
        result.TryGetProperty("sentinel", out var sentinel) && sentinel.ValueKind == JsonValueKind.Object && sentinel.TryGetProperty("data", out var sets) && sets.ValueKind == JsonValueKind.Object
            ? sets.EnumerateObject()
                .Where(set => set.Value.ValueKind == JsonValueKind.Object && set.Value.TryGetProperty("policies", out var policies) && policies.ValueKind == JsonValueKind.Array)
                .SelectMany(set => set.Value.GetProperty("policies").EnumerateArray())
                .Where(policy => policy.ValueKind == JsonValueKind.Object && policy.TryGetProperty("result", out var verdict) && verdict.ValueKind == JsonValueKind.False)
                .Select(policy => policy.TryGetProperty("policy", out var name) && name.ValueKind == JsonValueKind.Object ? Text(name, "name") : Text(policy, "policy"))
                .OfType<string>().Select(ErrorDocument.Clean)
            : [];

    private static void WriteCount(Utf8JsonWriter writer, JsonElement counts, string name)
    {
        if (counts.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number > 0)
            writer.WriteNumber(SnakeCase.Convert(name), number);
    }

    private static IEnumerable<string> Related(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty("relationships", out var relationships) || relationships.ValueKind != JsonValueKind.Object
            || !relationships.TryGetProperty(name, out var relationship) || relationship.ValueKind != JsonValueKind.Object || !relationship.TryGetProperty("data", out var data))
        {
            return [];
        }

        var many = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().ToArray() : [data];
        return many.Select(one => Text(one, "id")).OfType<string>();
    }

    private static JsonElement Attributes(JsonElement resource) => resource.TryGetProperty("attributes", out var attributes) ? attributes : default;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
