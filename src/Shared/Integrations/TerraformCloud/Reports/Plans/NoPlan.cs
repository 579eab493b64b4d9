using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// What is told where a plan's JSON was asked for and something else came: of a plan that did not get to its end there
/// is none, and what a server answers then (nothing, a text, a 404) says less than the plan's status. The run's
/// diagnosis, or the plan's log where the run is not known, is what helps.
/// </summary>
internal static class NoPlan
{
    private const string Runs = "run-";

    /// <summary>Whether a call was for a plan's JSON, and what came is neither that nor a refusal of its own.</summary>
    public static bool MayBe(TerraformTool tool, CallOutcome outcome, TerraformSession api) =>
        tool is { ResourceType: "plans", HasContent: true, Link: null }
        && (outcome, api.LastStatus) is (CallOutcome.NotReady, _) or (CallOutcome.UpstreamError, 404 or 422)
            or (CallOutcome.Unreachable, 200);

    /// <summary>The answer, if the plan has ended without one; null if that is not so, or can't be read.</summary>
    /// <param name="call">For whom.</param>
    /// <param name="api">The account's API; one request, or two.</param>
    /// <param name="id"><c>plan-…</c> or <c>run-…</c>.</param>
    /// <param name="runId">The plan's run, if that is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ReadOnlyMemory<byte>?> TellAsync(
        ToolCall call, TerraformSession api, string id, string? runId, CancellationToken cancellationToken)
    {
        var (status, trouble) =
            await ReportPart.TryAsync<string>(api, async () => (await StatusAsync(api, id, cancellationToken), null));
        if (trouble is not null || status is not ("errored" or "canceled" or "unreachable"))
        {
            return null;
        }

        return Of(call, id, runId ?? (IsRun(id) ? id : null), status);
    }

    /// <summary>The answer for a plan that ended with this status.</summary>
    public static ReadOnlyMemory<byte> Of(ToolCall call, string id, string? runId, string status) =>
        JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("status", 404);
        writer.WriteString("title", "no plan");
        writer.WriteString("detail", $"The plan is {status}, so there is no JSON plan, and never will be.");
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", "Read the run's diagnosis or the plan's log for why.");
        writer.WriteEndObject();
        NextTools.Of(
            [
                NextTool.With("hashicorp_terraform_cloud_runs_diagnose", "run_id", runId, "See why there is no plan."),
                NextTool.With("hashicorp_terraform_cloud_plans_logs", "plan_id", id, "Read what it printed."),
            ], call).Write(writer);
        writer.WriteEndObject();
    });

    private static bool IsRun(string id) => id.StartsWith(Runs, StringComparison.Ordinal);

    private static async Task<string?> StatusAsync(TerraformSession api, string id, CancellationToken cancellationToken)
    {
        using var response = await api.GetAsync(
            $"{TerraformClient.Prefix}/{(IsRun(id) ? "runs" : "plans")}/{Uri.EscapeDataString(id)}{(IsRun(id) ? "?include=plan" : "")}", cancellationToken);
        if (!response.IsSuccess)
        {
            return null;
        }

        using var document = ApiDocument.Parse(response);
        return IsRun(id)
            ? (await new RelatedResources(api, document).OneAsync(
                document.Single, "plan", "plans", "plan", cancellationToken))?.Text("status")
            : document.Single.Text("status");
    }
}
