using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// Reads by its own address what a list of workspaces names and did not include, as servers that ignore <c>include</c>
/// leave it: a request each, so for the first <see cref="MaxReads"/> of a call. The others stay unknown, and the report
/// says how many.
/// </summary>
internal sealed class MissingFacts(TerraformSession api)
{
    /// <summary>The most requests of a call for this.</summary>
    public const int MaxReads = 20;

    private int reads;

    /// <summary>The workspaces, with the runs they name.</summary>
    public Task<IReadOnlyList<WorkspaceFacts>> RunsAsync(
        IReadOnlyList<WorkspaceFacts> rows, CancellationToken cancellationToken) =>
        EachAsync(rows, row => row is { IsRunUnknown: true, RunId: { } id } ? ("runs", id) : null, (row, run) => row with
        {
            RunStatus = run.Text("status"),
            RunSince = RunDocument.Since(run),
            IsConfirmable = run.Flag("actions.is-confirmable"),
            IsRunUnknown = run.Text("status") is null,
        }, cancellationToken);

    /// <summary>The workspaces, with the assessments they name.</summary>
    public Task<IReadOnlyList<WorkspaceFacts>> AssessmentsAsync(
        IReadOnlyList<WorkspaceFacts> rows, CancellationToken cancellationToken) =>
        EachAsync(rows, row => row is { IsAssessmentUnknown: true, AssessmentId: { } id } ? ("assessment-results", id)
            : null, (row, result) => row with
            {
                Assessment = OrganizationWorkspaces.Assessed(result),
                IsAssessmentUnknown = OrganizationWorkspaces.Assessed(result) is null,
            }, cancellationToken);

    /// <summary>The workspaces, with the names of those who hold their locks.</summary>
    public Task<IReadOnlyList<WorkspaceFacts>> HoldersAsync(
        IReadOnlyList<WorkspaceFacts> rows, CancellationToken cancellationToken) =>
        EachAsync(rows, row => row.IsLocked ? row.Holder : null,
            (row, by) => row with { LockedBy = by.Text("username") ?? by.Text("name") ?? row.LockedBy, Holder = null },
            cancellationToken);

    private async Task<IReadOnlyList<WorkspaceFacts>> EachAsync(
        IReadOnlyList<WorkspaceFacts> rows, Func<WorkspaceFacts, (string Collection, string Id)?> missing,
        Func<WorkspaceFacts, ApiResource, WorkspaceFacts> fill, CancellationToken cancellationToken)
    {
        var filled = new List<WorkspaceFacts>(rows.Count);
        foreach (var row in rows)
        {
            filled.Add(missing(row) is { } named && reads < MaxReads
                && await ReadAsync(named, cancellationToken) is { } found ? fill(row, found) : row);
        }

        return filled;
    }

    private async Task<ApiResource?> ReadAsync((string Collection, string Id) named, CancellationToken cancellationToken)
    {
        if (api.LastStatus == 429)
        {
            return null;
        }

        reads++;
        var (found, _) = await ReportPart.TryAsync<ApiDocument>(api, async () =>
        {
            using var response = await api.GetAsync(
                $"{TerraformClient.Prefix}/{named.Collection}/{Uri.EscapeDataString(named.Id)}", cancellationToken);
            return response.IsSuccess ? (ApiDocument.Parse(response), null) : (null, ReportPart.Status(response.Status, api));
        });
        using (found)
        {
            return found?.Data.Select(one => (ApiResource?)new ApiResource(one.Json.Clone())).FirstOrDefault();
        }
    }
}
