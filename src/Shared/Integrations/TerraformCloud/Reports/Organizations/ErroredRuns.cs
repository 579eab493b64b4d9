using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// Why runs errored, in a line each: what a run's diagnosis says. That takes a handful of requests a run, and clients
/// commonly wait for 30 s, so only for the first <see cref="MaxRuns"/> of a page, and only as long as there is time.
/// </summary>
internal static class ErroredRuns
{
    /// <summary>The most that are diagnosed for one answer.</summary>
    public const int MaxRuns = 5;

    private const int MaxRequests = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The rows of a page, with the diagnosis of those whose run errored.</summary>
    public static async Task<List<WorkspaceFacts>> DiagnoseAsync(
        IEnumerable<WorkspaceFacts> page, TerraformCall call, CancellationToken cancellationToken)
    {
        var (started, asked) = (call.Clock.GetTimestamp(), 0);
        var rows = new List<WorkspaceFacts>();
        foreach (var row in page)
        {
            rows.Add(row is { RunStatus: "errored", RunId: { } id } && asked++ < MaxRuns
                && call.Clock.GetElapsedTime(started) < Patience
                ? await DiagnoseAsync(row, id, call.Api, cancellationToken) : row);
        }

        return rows;
    }

    private static async Task<WorkspaceFacts> DiagnoseAsync(
        WorkspaceFacts row, string runId, TerraformSession api, CancellationToken cancellationToken)
    {
        var (facts, trouble) = await ReportPart.TryAsync<RunFacts>(api, async () =>
        {
            var (found, refusal) = await new RunFactsReader(api, api.Requests + MaxRequests).ReadAsync(runId, cancellationToken);
            using (refusal)
            {
                return refusal is null ? (found, null) : (null, ReportPart.Status(refusal.Status, api));
            }
        });
        api.MaxRequests = int.MaxValue;
        return facts is null ? row with { Diagnosis = $"The run can't be read: {trouble!.Reason}" }
            : row with
            {
                Diagnosis = RunCauses.Decide(facts).Summary(facts),
                RunSince = facts.Since ?? row.RunSince,
                RunBy = facts.CreatedBy ?? row.RunBy,
                RunMessage = facts.Message ?? row.RunMessage,
            };
    }
}
