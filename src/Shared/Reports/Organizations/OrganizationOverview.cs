using System.Text.Json;
using ServerlessMcp.Catalog;
using ServerlessMcp.Reports.Diagnosis;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports.Organizations;

/// <summary>
/// Which workspaces of an organization need somebody: errored, waiting, locked, drifted. On HCP Terraform by the explorer, which has runs and drift of all workspaces at once, and the
/// list of workspaces, which alone knows of locks. On Terraform Enterprise, and for a token that may not explore, by the list with runs and assessments included.
/// </summary>
internal sealed class OrganizationOverview : IToolReport
{
    /// <summary>Only workspaces in one of these states.</summary>
    public const string States = "states";

    /// <summary>The states that a workspace is shown for, in the order of their urgency.</summary>
    public static readonly string[] AllStates = ["errored", "waiting", "locked", "drifted", "failed_checks"];

    private const string Everything = "current_run,current_assessment_result,locked_by";

    public async Task<(ReadOnlyMemory<byte> Json, string Outcome)> WriteAsync(ReportCall call, CancellationToken cancellationToken)
    {
        var (explored, _) = call.Api.Account.IsHcp ? await ExploreAsync(call, cancellationToken) : (null, null);
        var (listed, refusal) = await OrganizationWorkspaces.ListAsync(call, explored is null ? Everything : "locked_by", cancellationToken);
        using (refusal)
        {
            if (listed is null)
            {
                return (ToolAnswer.Write(writer => UpstreamErrors.WriteError(refusal!, call.Arguments.Tool, writer)), "upstream_error");
            }
        }

        var rows = explored is null ? listed.Rows : Join(listed.Rows, explored.Rows);
        var wanted = call.Arguments.TryGet(States, out var asked) ? asked.EnumerateArray().Select(state => state.GetString()!).ToArray() : AllStates;
        var shown = rows.Select(row => (Row: row, States: StatesOf(row))).Where(entry => entry.States.Any(wanted.Contains))
            .OrderBy(entry => Array.IndexOf(AllStates, entry.States.First(wanted.Contains))).ThenBy(entry => entry.Row.RunSince).ThenBy(entry => entry.Row.Name, StringComparer.Ordinal).ToList();
        return (ToolAnswer.Write(writer => Write(writer, call, listed, rows, shown, explored is not null)), "ok");
    }

    // The explorer is restricted to those who may read all workspaces; whoever may not gets the same report by the list.
    private static async Task<(OrganizationWorkspaces? Found, TerraformResponse? Refusal)> ExploreAsync(ReportCall call, CancellationToken cancellationToken)
    {
        var (found, refusal) = await OrganizationWorkspaces.ExploreAsync(call, cancellationToken);
        refusal?.Dispose();
        return (found, null);
    }

    // What is listed is what there is; the explorer may be behind, and still have workspaces that are gone.
    private static List<WorkspaceFacts> Join(IReadOnlyList<WorkspaceFacts> listed, IReadOnlyList<WorkspaceFacts> explored)
    {
        var known = explored.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. listed.Select(row => known.TryGetValue(row.Id, out var more)
            ? row with { RunId = more.RunId ?? row.RunId, RunStatus = more.RunStatus, Assessment = more.Assessment }
            : row)];
    }

    private static List<string> StatesOf(WorkspaceFacts row)
    {
        var states = new List<string>(AllStates.Length);
        if (row.RunStatus == "errored")
        {
            states.Add("errored");
        }

        if (WaitsFor(row) is not null)
        {
            states.Add("waiting");
        }

        if (row.IsLocked)
        {
            states.Add("locked");
        }

        if (row.Assessment is { Drifted: > 0 })
        {
            states.Add("drifted");
        }

        if (row.Assessment is { ChecksFailed: > 0 })
        {
            states.Add("failed_checks");
        }

        return states;
    }

    // By its status alone, a run between two stages may also be about to go on by itself.
    private static string? WaitsFor(WorkspaceFacts row) => row.RunStatus switch
    {
        null => null,
        var status when RunStatus.WaitsForOverride.Contains(status) => "override",
        var status when row.IsConfirmable == true || (row.IsConfirmable is null && RunStatus.BetweenStages.Contains(status) && status != "confirmed") => "confirmation",
        _ => null,
    };

    private static void Write(Utf8JsonWriter writer, ReportCall call, OrganizationWorkspaces listed, IReadOnlyList<WorkspaceFacts> rows,
        List<(WorkspaceFacts Row, List<string> States)> shown, bool isExplored)
    {
        var size = ToolAnswer.PageSize(call.Arguments);
        writer.WriteStartObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("workspaces", rows.Count);
        foreach (var state in AllStates)
        {
            writer.WriteNumber(state, rows.Count(row => StatesOf(row).Contains(state)));
        }

        writer.WriteEndObject();
        writer.WriteString("source", isExplored ? "explorer" : "workspaces");
        writer.WriteStartArray("items");
        foreach (var (row, states) in shown.Skip((int)Math.Min(int.MaxValue, (call.Page - 1L) * size)).Take(size))
        {
            WriteRow(writer, row, states);
        }

        writer.WriteEndArray();
        OrganizationAnswer.WriteEnd(writer, call, shown.Count, listed);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, WorkspaceFacts row, List<string> states)
    {
        writer.WriteStartObject();
        writer.WriteString("workspace_id", row.Id);
        writer.WriteString("workspace_name", row.Name);
        writer.WriteStartArray("states");
        foreach (var state in states)
        {
            writer.WriteStringValue(state);
        }

        writer.WriteEndArray();
        if (row.RunId is not null && (states.Contains("errored") || states.Contains("waiting")))
        {
            writer.WriteString("run_id", row.RunId);
            writer.WriteString("run_status", row.RunStatus);
        }

        if (WaitsFor(row) is { } waitsFor)
        {
            writer.WriteString("waits_for", waitsFor);
        }

        if (row.IsLocked)
        {
            Text(writer, "locked_by", row.LockedBy);
            Text(writer, "locked_reason", row.LockedReason);
        }

        if (row.Assessment is { Drifted: > 0 and var drifted })
        {
            writer.WriteNumber("drifted_count", drifted);
        }

        if (row.Assessment is { ChecksFailed: > 0 and var failed })
        {
            writer.WriteNumber("failed_checks_count", failed);
        }

        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, RunCauses.Cut(value, 120));
        }
    }
}
