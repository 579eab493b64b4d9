using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations.OrganizationOverview;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>Writes what <see cref="OrganizationOverview"/> found.</summary>
internal sealed class OverviewWriter(Utf8JsonWriter writer, TerraformCall call)
{
    // Whoever wants more of them searches for them; the report has to stay short.
    private const int MaxNames = 10;

    private const int Line = 160, Word = 80;

    /// <summary>The list of workspaces.</summary>
    public required OrganizationWorkspaces Listed { get; init; }

    /// <summary>What the explorer told; null where it was not asked, or did not answer.</summary>
    public required OrganizationWorkspaces? Explored { get; init; }

    /// <summary>The runs that have not ended.</summary>
    public required OpenRuns Open { get; init; }

    /// <summary>Why the explorer did not answer.</summary>
    public required NotRead? Trouble { get; init; }

    /// <summary>Writes a page of it.</summary>
    /// <param name="rows">All workspaces.</param>
    /// <param name="page">Those of the page.</param>
    /// <param name="total">How many need somebody.</param>
    public void Write(IReadOnlyList<WorkspaceFacts> rows, List<WorkspaceFacts> page, int total)
    {
        writer.WriteStartObject();
        WriteSummary(rows);
        writer.WriteString("source", Explored is null ? "workspaces" : "explorer");
        if (Trouble is not null)
            writer.WriteString("source_reason", $"The explorer can't be read: {Trouble.Reason}");
        writer.WriteStartArray("items");
        page.ForEach(WriteRow);
        writer.WriteEndArray();
        if (page.Any(row => row is { RunStatus: "errored", Diagnosis: null }))
        {
            writer.WriteString("diagnosed", string.Create(CultureInfo.InvariantCulture,
                $"Why a run errored is said of the first {ErroredRuns.MaxRuns} of a page; "
                + $"{call.Call.Filter.Catalog.NameOf(Diagnose, call.Call.Config.ToolNames)} says it of any."));
        }

        OrganizationAnswer.WriteEnd(writer, call, total, Listed.NotCovered, NotKnown(rows));
        writer.WriteEndObject();
    }

    private const string Diagnose = "hashicorp_terraform_cloud_runs_diagnose";

    // What is not known is not 0: neither where no run could be read, nor where nothing was ever assessed.
    private void WriteSummary(IReadOnlyList<WorkspaceFacts> rows)
    {
        writer.WriteStartObject("summary");
        writer.WriteNumber("workspaces", rows.Count);
        var assessed = rows.Any(row => row.Assessment is not null);
        foreach (var state in AllStates)
        {
            var count = rows.Count(row => StatesOf(row).Contains(state));
            if (count == 0 && rows.Count > 0
                && (state == "stuck" ? Open.IsUnknown : state is "drifted" or "failed_checks" && !assessed))
            {
                writer.WriteString(state, "unknown");
            }
            else
            {
                writer.WriteNumber(state, count);
            }
        }

        Number("not_assessed", rows.Count(row => row is { Assessment: null, IsAssessmentUnknown: false }));
        Number("run_unknown", rows.Count(row => row.IsRunUnknown));
        Number("drift_unknown", rows.Count(row => row is { IsAssessmentUnknown: true, IsRunUnknown: false }));
        writer.WriteEndObject();
    }

    private void Number(string name, int count)
    {
        if (count > 0)
            writer.WriteNumber(name, count);
    }

    private string? NotKnown(IReadOnlyList<WorkspaceFacts> rows)
    {
        var runs = rows.Where(row => row.IsRunUnknown).ToList();
        var drift = rows.Where(row => row.IsAssessmentUnknown && (Explored is null || !row.IsRunUnknown)).ToList();
        string?[] parts = [Explored is null ? NotListed(runs) : NotExplored(runs, Explored.NotCovered), NotSaid(drift), Open.Missing];
        return string.Join(' ', parts.OfType<string>()) is { Length: > 0 } sentence ? sentence : null;
    }

    // The list names what it does not include, and each is a request; a relationship that is not there at all names nothing.
    private static string? NotListed(List<WorkspaceFacts> runs) => runs.Count == 0 ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"Of {runs.Count} the current run is not known: it did not come with the list, and was not read by " +
                $"itself (the first {MissingFacts.MaxReads} are): {Named(runs)}.");

    /// <summary>Of which workspaces it is not known whether they have drifted, as a sentence; null for none.</summary>
    internal static string? NotSaid(List<WorkspaceFacts> rows) =>
        rows.Count == 0 ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"Of {rows.Count} it is not said whether they have drifted: {Named(rows)}.");

    /// <summary>The first names.</summary>
    internal static string Named(List<WorkspaceFacts> rows) => string.Join(
        ", ", rows.Take(MaxNames).Select(row => TextCut.Shorten(row.Name, 60))) + (rows.Count > MaxNames ? ", …" : "");

    private static string? NotExplored(List<WorkspaceFacts> unknown, int? beyond)
    {
        var read = $"more than the {OrganizationWorkspaces.MaxWorkspaces} that were read of it";
        if (unknown.Count == 0)
            return beyond == 0 ? null : $"The explorer has {Count(beyond)} workspaces {read}.";
        return $"Of {unknown.Count} the explorer did not tell "
            + $"({(beyond == 0 ? "it may be behind" : $"it has {Count(beyond)} {read}")}), so that of their runs and "
            + $"drift nothing is known: {Named(unknown)}.";
    }

    private static string Count(int? beyond) => beyond?.ToString(CultureInfo.InvariantCulture) ?? "some";

    private void WriteRow(WorkspaceFacts row)
    {
        var states = StatesOf(row);
        writer.WriteStartObject();
        writer.WriteString("workspace_id", row.Id);
        writer.WriteString("workspace_name", row.Name);
        writer.WriteStartArray("states");
        foreach (var state in states)
            writer.WriteStringValue(state);
        writer.WriteEndArray();
        if (row.RunId is not null && (states.Contains("errored") || states.Contains("waiting")))
            WriteRun(row.RunId, row.RunStatus, row.RunSince, row.RunBy, row.RunMessage);
        Text("waits_for", WaitsFor(row), Word);
        Text("diagnosis", row.Diagnosis, Line);
        if (row.Stuck is { } stuck)
            Write(stuck, row.MoreStuck);
        if (row.IsLocked)
        {
            Text("locked_by", row.LockedBy, Line);
            Text("locked_reason", row.LockedReason, Line);
        }

        if (row.Assessment is { Drifted: > 0 and var drifted, AreCounted: true })
            writer.WriteNumber("drifted_count", drifted);
        if (row.Assessment is { ChecksFailed: > 0 and var failed })
            writer.WriteNumber("failed_checks_count", failed);
        writer.WriteEndObject();
    }

    private void Write(StuckRun stuck, int more)
    {
        writer.WriteStartObject("stuck");
        WriteRun(stuck.Id, stuck.Status, stuck.Since, stuck.By, stuck.Message);
        writer.WriteString("waits_for", stuck.WaitsFor);
        Text("behind", stuck.Behind, Word);
        Number("more", more);
        writer.WriteEndObject();
    }

    private void WriteRun(string id, string? status, DateTimeOffset? since, string? by, string? message)
    {
        writer.WriteString("run_id", id);
        Text("run_status", status, Word);
        if (since is { } moment)
            writer.WriteString("since", moment.ToSecond());
        Text("created_by", by, Word);
        Text("message", message, Word);
    }

    private void Text(string name, string? value, int length)
    {
        if (value is not null)
            writer.WriteString(name, TextCut.Shorten(value, length));
    }
}
