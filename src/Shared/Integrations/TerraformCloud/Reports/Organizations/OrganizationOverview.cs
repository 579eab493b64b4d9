using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// Which workspaces of an organization need somebody: errored, waiting, locked, drifted. On HCP Terraform by the
/// explorer, which has runs and drift of all workspaces at once, and the list of workspaces, which alone knows of
/// locks. On Terraform Enterprise, and where the explorer does not answer, by the list with runs and assessments
/// included.
/// </summary>
internal sealed class OrganizationOverview : IToolReport
{
    /// <summary>Only workspaces in one of these states.</summary>
    public const string States = "states";

    /// <summary>The states that a workspace is shown for, in the order of their urgency.</summary>
    public static readonly string[] AllStates = ["errored", "waiting", "locked", "drifted", "failed_checks"];

    // Whoever wants more of them searches for them; the report has to stay short.
    private const int MaxNames = 10;

    private const string Everything = "current_run,current_assessment_result,locked_by";

    // The list alone makes the same report, and clients commonly wait for 30 s: enough has to be left for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var (explored, limited, trouble) = call.Api.Account.IsHcp ? await ExploreAsync(call, cancellationToken)
            : (null, null, null);
        using (limited)
        {
            if (limited is not null)
            {
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(limited, call.Arguments, writer)),
                    CallOutcome.UpstreamError);
            }
        }

        var (listed, refusal) = await OrganizationWorkspaces.ListAsync(
            call, explored is null ? Everything : "locked_by", cancellationToken);
        using (refusal)
        {
            if (listed is null)
            {
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal!, call.Arguments, writer)),
                    CallOutcome.UpstreamError);
            }
        }

        var missing = new MissingFacts(call.Api);
        var rows = explored is null
            ? await missing.AssessmentsAsync(await missing.RunsAsync(listed.Rows, cancellationToken), cancellationToken)
            : Join(listed.Rows, explored.Rows);
        rows = await missing.HoldersAsync(rows, cancellationToken);
        var wanted = call.Arguments.TryGet(States, out var asked)
            ? asked.EnumerateArray().Select(state => state.GetString()!).ToArray() : AllStates;
        var shown = rows.Select(row => (Row: row, States: StatesOf(row))).Where(entry => entry.States.Any(wanted.Contains))
            .OrderBy(entry => Array.IndexOf(AllStates, entry.States.First(wanted.Contains)))
            .ThenBy(entry => entry.Row.RunSince).ThenBy(entry => entry.Row.Name, StringComparer.Ordinal).ToList();
        return (JsonResponse.Bytes(writer => Write(writer, call, listed, explored, rows, shown, trouble)), CallOutcome.Ok);
    }

    // The explorer is restricted to those who may read all workspaces; whoever may not gets the same report by the
    // list, as when it fails. A 429 is no such failure: the list would be one more request to an API that takes none.
    private static async Task<(OrganizationWorkspaces? Found, TerraformResponse? Limited,
        NotRead? Trouble)> ExploreAsync(TerraformCall call, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(Patience, call.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        TerraformResponse? limited = null;
        try
        {
            var (found, trouble) = await ReportPart.TryAsync<OrganizationWorkspaces>(call.Api, async () =>
            {
                var (found, refusal) = await OrganizationWorkspaces.ExploreAsync(call, either.Token);
                if (refusal is null)
                {
                    return (found, null);
                }

                limited = refusal.Status == 429 ? refusal : null;
                var why = ReportPart.Status(refusal.Status, call.Api);
                if (limited is null)
                {
                    refusal.Dispose();
                }

                return (null, why);
            });
            return (found, limited, trouble);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, new NotRead("timed_out", string.Create(CultureInfo.InvariantCulture, $"it did not " +
                $"answer within {Patience.TotalSeconds:0} s.")));
        }
    }

    // What is listed is what there is; the explorer may be behind, and still have workspaces that are gone, or not yet
    // have others.
    private static List<WorkspaceFacts> Join(IReadOnlyList<WorkspaceFacts> listed, IReadOnlyList<WorkspaceFacts> explored)
    {
        var known = explored.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. listed.Select(row => known.TryGetValue(row.Id, out var more)
            ? row with
            {
                RunId = more.RunId ?? row.RunId,
                RunStatus = more.RunStatus,
                Assessment = more.Assessment,
                IsRunUnknown = more.IsRunUnknown,
                IsAssessmentUnknown = more.IsAssessmentUnknown,
            }
            : row with { IsRunUnknown = true, IsAssessmentUnknown = true })];
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
        "pending" when row.IsLocked => "lock",
        var status when RunStatus.WaitsForOverride.Contains(status) => "override",
        var status when row.IsConfirmable == true
            || (row.IsConfirmable is null && RunStatus.BetweenStages.Contains(status) && status != "confirmed") =>
            "confirmation",
        _ => null,
    };

    private static void Write(
        Utf8JsonWriter writer, TerraformCall call, OrganizationWorkspaces listed, OrganizationWorkspaces? explored,
        IReadOnlyList<WorkspaceFacts> rows,
        List<(WorkspaceFacts Row, List<string> States)> shown, NotRead? trouble)
    {
        var size = ToolAnswer.PageSize(call.Arguments);
        var unknown = rows.Where(row => row.IsRunUnknown).ToList();
        var unassessed = rows.Where(row => row is { IsAssessmentUnknown: true, IsRunUnknown: false }).ToList();
        writer.WriteStartObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("workspaces", rows.Count);
        foreach (var state in AllStates)
        {
            writer.WriteNumber(state, rows.Count(row => StatesOf(row).Contains(state)));
        }

        if (unknown.Count > 0)
        {
            writer.WriteNumber("run_unknown", unknown.Count);
        }

        if (unassessed.Count > 0)
        {
            writer.WriteNumber("drift_unknown", unassessed.Count);
        }

        writer.WriteEndObject();
        writer.WriteString("source", explored is null ? "workspaces" : "explorer");
        if (trouble is not null)
        {
            writer.WriteString("source_reason", $"The explorer can't be read: {trouble.Reason}");
        }

        writer.WriteStartArray("items");
        foreach (var (row, states) in shown.Skip((int)Math.Min(int.MaxValue, (call.Page - 1L) * size)).Take(size))
        {
            WriteRow(writer, row, states);
        }

        writer.WriteEndArray();
        OrganizationAnswer.WriteEnd(writer, call, shown.Count, listed.NotCovered,
            explored is null ? NotListed(rows)
                : string.Join(' ',
                    new[] { NotExplored(unknown, explored.NotCovered), NotAssessed(unassessed) }.OfType<string>(
                        )) is { Length: > 0 } more ? more : null);
        writer.WriteEndObject();
    }

    // The list names what it does not include, and each is a request; a relationship that is not there at all names nothing.
    private static string? NotListed(IReadOnlyList<WorkspaceFacts> rows)
    {
        var runs = rows.Where(row => row.IsRunUnknown).ToList();
        var parts = new[]
        {
            runs.Count == 0 ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"Of {runs.Count} the current run is not known: it did not come with the list, and was not read by " +
                    $"itself (the first {MissingFacts.MaxReads} are): {Named(runs)}."),
            NotAssessed([.. rows.Where(row => row.IsAssessmentUnknown)]),
        };
        return string.Join(' ', parts.OfType<string>()) is { Length: > 0 } sentence ? sentence : null;
    }

    internal static string? NotAssessed(List<WorkspaceFacts> rows) =>
        rows.Count == 0 ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"Of {rows.Count} it is not said whether they have drifted: {Named(rows)}.");

    private static string Named(List<WorkspaceFacts> rows) => string.Join(
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

        if (row.Assessment is { Drifted: > 0 and var drifted, AreCounted: true })
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
            writer.WriteString(name, TextCut.Shorten(value, 120));
        }
    }
}
