using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What policies and the cost estimate say of a run, in short, to stand beside its plan. Why a policy failed
/// is for the run's diagnosis.</summary>
internal sealed class RunVerdicts : IDisposable
{
    /// <summary>What a run is asked with, so that its plan, cost estimate and stages come with it; where they do not,
    /// they are read by their own addresses.</summary>
    public const string Include = "?include=plan,cost_estimate,task_stages";

    private const int MaxStages = 2;
    private const int MaxNames = 20;

    private readonly TerraformSession api;
    private readonly ApiDocument document;
    private readonly ApiResource run;
    private readonly RelatedResources others;

    private RunVerdicts(TerraformSession api, ApiDocument document) =>
        (this.api, this.document, run, others) = (api, document, document.Single, new(api, document));

    /// <summary>Reads the run's document; dispose what comes.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RunVerdicts Read(TerraformResponse response, TerraformSession api) => new(api, ApiDocument.Parse(response));

    /// <summary>The run's id.</summary>
    public string RunId => run.Id;

    /// <summary>The id of its plan, from the plan's address by the run if the run does not say it; null if it has none,
    /// or none that can be read.</summary>
    public async Task<string?> PlanIdAsync(CancellationToken cancellationToken)
    {
        if (run.Names("plan") is not null)
        {
            return run.RelatedId("plan");
        }

        using var plan = await others.GetAsync(
            $"/runs/{Uri.EscapeDataString(run.Id)}/plan", "plan", isList: false, cancellationToken);
        return plan?.Single.Id;
    }

    /// <summary>The plan's status, if it came with the run.</summary>
    public string? PlanStatus => document.Included(run.RelatedId("plan"))?.Text("status");

    /// <summary>
    /// Writes <c>"policies":[…]</c>, <c>"cost":{…}</c> and <c>"not_read":[…]</c>, where there are any. At most five
    /// requests: the policy checks, the stages and the evaluations of two, the cost estimate. What can't be read is
    /// named, because no verdict is not a good verdict.
    /// </summary>
    public async Task<Action<Utf8JsonWriter>> ReadAsync(CancellationToken cancellationToken)
    {
        List<Action<Utf8JsonWriter>> policies = [];
        if (run.Names("policy-checks") != false)
            await AddAsync($"/runs/{Uri.EscapeDataString(run.Id)}/policy-checks", WriteCheck, policies, cancellationToken);
        var stages = await others.ManyAsync(
            run, "task-stages", $"/runs/{Uri.EscapeDataString(run.Id)}/task-stages", "task stages",
            cancellationToken) ?? [];
        foreach (var stage in stages.Where(stage => stage.Names("policy-evaluations") != false).Take(MaxStages))
        {
            await AddAsync($"/task-stages/{Uri.EscapeDataString(stage.Id)}/policy-evaluations", WriteEvaluation,
                policies, cancellationToken);
        }

        var cost = await others.OneAsync(run, "cost-estimate", "cost-estimates", "cost estimate", cancellationToken);
        return writer =>
        {
            if (policies.Count > 0)
            {
                writer.WriteStartArray("policies");
                policies.ForEach(write => write(writer));
                writer.WriteEndArray();
            }

            if (cost is { } estimate)
                WriteCost(writer, estimate);
            if (others.NotRead.Count > 0)
            {
                writer.WriteStartArray("not_read");
                foreach (var sentence in others.NotRead)
                    writer.WriteStringValue(sentence);
                writer.WriteEndArray();
            }
        };
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    private async Task AddAsync(
        string path, Action<Utf8JsonWriter, ApiResource> write, List<Action<Utf8JsonWriter>> verdicts,
        CancellationToken cancellationToken)
    {
        var (found, trouble) = await ReportPart.TryAsync<IReadOnlyList<ApiResource>>(api, async () =>
        {
            using var response = await api.GetAsync(TerraformClient.Prefix + path, cancellationToken);
            if (!response.IsSuccess)
                return (null, ReportPart.Status(response.Status, api));
            using var list = ApiDocument.Parse(response);
            return ([.. list.List.Select(one => new ApiResource(one.Json.Clone()))], null);
        });
        if (found is not null)
        {
            verdicts.AddRange(found.Select<ApiResource, Action<Utf8JsonWriter>>(one => writer => write(writer, one)));
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
    private static void WriteCheck(Utf8JsonWriter writer, ApiResource check)
    {
        writer.WriteStartObject();
        writer.WriteString("policy_check_id", check.Id);
        writer.WriteString("status", check.Text("status") ?? "unknown");
        foreach (var name in (ReadOnlySpan<string>)["passed", "hard-failed", "soft-failed", "advisory-failed"])
            WriteCount(writer, check, "result.", name);
        var failed = PolicyFailures.OfPolicyCheck(check).Where(policy => policy.IsNamed).Take(MaxNames).ToList();
        if (failed.Count > 0)
        {
            writer.WriteStartArray("failed");
            foreach (var policy in failed)
                writer.WriteStringValue(policy.Name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteEvaluation(Utf8JsonWriter writer, ApiResource evaluation)
    {
        writer.WriteStartObject();
        writer.WriteString("policy_evaluation_id", evaluation.Id);
        if (evaluation.Text("policy-kind") is { } kind)
            writer.WriteString("kind", kind);
        writer.WriteString("status", evaluation.Text("status") ?? "unknown");
        foreach (var name in (ReadOnlySpan<string>)["passed", "mandatory-failed", "advisory-failed", "errored"])
            WriteCount(writer, evaluation, "result-count.", name);
        writer.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter writer, ApiResource cost)
    {
        writer.WriteStartObject("cost");
        foreach (var name in (ReadOnlySpan<string>)[
            "status", "prior-monthly-cost", "proposed-monthly-cost", "delta-monthly-cost", "error-message"])
        {
            if (cost.Text(name) is { } text)
                writer.WriteString(SnakeCase.Convert(name), text);
        }

        // HCP Terraform estimates in nothing else (https://developer.hashicorp.com/terraform/cloud-docs/cost-estimation).
        writer.WriteString("currency", "USD");
        writer.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter writer, ApiResource counted, string within, string name)
    {
        if (counted.Number(within + name) is > 0 and var number)
            writer.WriteNumber(SnakeCase.Convert(name), number);
    }
}
