using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// Which workspaces of an organization need somebody: errored, stuck, waiting, locked, drifted. On HCP Terraform by the
/// explorer, which has runs and drift of all workspaces at once, and the list of workspaces, which alone knows of
/// locks. On Terraform Enterprise, inside a scope, and where the explorer does not answer, by the list with runs and
/// assessments included. Runs that wait behind others are in the organization's list of runs alone.
/// </summary>
internal sealed class OrganizationOverview : IToolReport
{
    /// <summary>Only workspaces in one of these states.</summary>
    public const string States = "states";

    /// <summary>The states that a workspace is shown for, in the order of their urgency.</summary>
    public static readonly string[] AllStates = ["errored", "stuck", "waiting", "locked", "drifted", "failed_checks"];

    private const string Everything = "current_run,current_assessment_result,locked_by";

    // The list alone makes the same report, and clients commonly wait for 30 s: enough has to be left for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        // The explorer's rows do not say whose they are in a way that a scope could hold them to.
        var (explored, limited, trouble) = call.Api is { Account.IsHcp: true, Guard: null }
            ? await ExploreAsync(call, cancellationToken) : (null, null, null);
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
        var open = await OpenRuns.ReadAsync(call, cancellationToken);
        rows = [.. rows.Select(row => open.Add(row, call.Clock.GetUtcNow()))];
        var wanted = call.Arguments.TryGet(States, out var asked)
            ? asked.EnumerateArray().Select(state => state.GetString()!).ToArray() : AllStates;
        var shown = rows.Where(row => StatesOf(row).Any(wanted.Contains))
            .OrderBy(row => Array.IndexOf(AllStates, StatesOf(row).First(wanted.Contains)))
            .ThenBy(row => row.RunSince).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        var size = ToolAnswer.PageSize(call.Arguments);
        var page = await ErroredRuns.DiagnoseAsync(
            shown.Skip((int)Math.Min(int.MaxValue, (call.Page - 1L) * size)).Take(size), call, cancellationToken);
        return (JsonResponse.Bytes(writer =>
        {
            var to = new OverviewWriter(writer, call) { Listed = listed, Explored = explored, Open = open, Trouble = trouble };
            to.Write(rows, page, shown.Count);
        }), CallOutcome.Ok);
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
                Assessment = row.IsNotAssessed && more.Assessment is not { Drifted: > 0 } ? null : more.Assessment,
                IsRunUnknown = more.IsRunUnknown,
                IsAssessmentUnknown = more.IsAssessmentUnknown,
            }
            : row with { IsRunUnknown = true, IsAssessmentUnknown = true })];
    }

    /// <summary>What a workspace is shown for.</summary>
    internal static List<string> StatesOf(WorkspaceFacts row)
    {
        var states = new List<string>(AllStates.Length);
        void Add(string state, bool holds)
        {
            if (holds)
                states.Add(state);
        }

        Add("errored", row.RunStatus == "errored");
        Add("stuck", row.Stuck is not null);
        Add("waiting", WaitsFor(row) is not null);
        Add("locked", row.IsLocked);
        Add("drifted", row.Assessment is { Drifted: > 0 });
        Add("failed_checks", row.Assessment is { ChecksFailed: > 0 });
        return states;
    }

    /// <summary>Which decision its run waits for. By its status alone, a run between two stages may also be about to go
    /// on by itself.</summary>
    internal static string? WaitsFor(WorkspaceFacts row) => row.RunStatus switch
    {
        null => null,
        var status when RunStatus.WaitsForOverride.Contains(status) => "override",
        var status when row.IsConfirmable == true
            || (row.IsConfirmable is null && RunStatus.BetweenStages.Contains(status) && status != "confirmed") =>
            "confirmation",
        _ => null,
    };
}
