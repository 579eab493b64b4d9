using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// The runs of an organization that have not ended. A workspace names its current run alone, so that one that waits
/// behind it, or behind a lock, is found here only. The list may be asked 30 times a minute: at most
/// <see cref="MaxPages"/> pages.
/// </summary>
internal sealed class OpenRuns
{
    private const int MaxPages = 3;

    // A plan or an apply is unusually long when it takes three times as long as the workspace's do, and not just
    // minutes; where no average is told, an hour is.
    private const int Times = 3;

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(30), Untold = TimeSpan.FromHours(1);

    private readonly List<OpenRun> runs;
    private readonly ILookup<string?, OpenRun> byHome;

    private OpenRuns(List<OpenRun> runs, string? missing)
    {
        (this.runs, Missing) = (runs, missing);
        byHome = runs.ToLookup(run => run.HomeId);
    }

    /// <summary>What of them is not known, as a sentence; null for nothing.</summary>
    public string? Missing { get; }

    /// <summary>Whether none could be read, so that it is not known which runs are stuck.</summary>
    public bool IsUnknown => runs.Count == 0 && Missing is not null;

    /// <summary>Reads them, newest first.</summary>
    public static async Task<OpenRuns> ReadAsync(TerraformCall call, CancellationToken cancellationToken)
    {
        var organization = Uri.EscapeDataString(call.Arguments.Text("organization_name")!);
        var (runs, seen) = (new List<OpenRun>(), new HashSet<string>(StringComparer.Ordinal));
        for (var page = 1; page <= MaxPages; page++)
        {
            var (found, trouble) = await ReportPart.TryAsync<ApiDocument>(call.Api, async () =>
            {
                using var response = await call.Api.GetAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{TerraformClient.Prefix}/organizations/{organization}/runs?filter%5Bstatus_group%5D=non_final"
                    + $"&include=created_by,workspace&page%5Bsize%5D=100&page%5Bnumber%5D={page}"), cancellationToken);
                return response.IsSuccess ? (ApiDocument.Parse(response), null)
                    : (null, ReportPart.Status(response.Status, call.Api));
            });
            using (found)
            {
                if (found is not { HasList: true })
                {
                    return new OpenRuns(runs, "The runs that have not ended can't be read, so that which are stuck is "
                        + $"not known: {trouble?.Reason ?? "what came is no list."}");
                }

                var rows = found.List.ToList();
                var fresh = rows.Where(run => seen.Add(run.Id)).ToList();

                // A server may ignore the filter.
                runs.AddRange(fresh.Where(run => !RunStatus.Final.Contains(run.Text("status") ?? ""))
                    .Select(run => OpenRun.Of(found, run)));
                if (!found.HasNextPage(page) || fresh.Count == 0)
                    return new OpenRuns(runs, null);
            }
        }

        return new OpenRuns(runs, "Of runs that have not ended the newest were read; whether older ones are stuck is not known.");
    }

    /// <summary>A workspace with what these runs tell of it.</summary>
    public WorkspaceFacts Add(WorkspaceFacts home, DateTimeOffset now)
    {
        var own = byHome[home.Id].Reverse().ToList();
        var current = own.Find(run => run.Id == home.RunId);
        if (own.Count == 0 && home is { RunId: { } id, RunStatus: { } status })
            own.Add(current = new OpenRun(id, home.Id, status, home.RunSince, home.RunBy, home.RunMessage, false, null));
        var stuck = own.Select(run => Judge(run, home, own, now)).OfType<StuckRun>().ToList();
        return home with
        {
            RunSince = home.RunSince ?? current?.Since,
            RunBy = home.RunBy ?? current?.By,
            RunMessage = home.RunMessage ?? current?.Message,
            IsConfirmable = home.IsConfirmable ?? current?.IsConfirmable,
            Stuck = stuck.FirstOrDefault(),
            MoreStuck = Math.Max(0, stuck.Count - 1),
        };
    }

    private static StuckRun? Judge(OpenRun run, WorkspaceFacts home, List<OpenRun> own, DateTimeOffset now)
    {
        StuckRun Is(string waitsFor, string? behind = null) =>
            new(run.Id, run.Status, waitsFor, behind, run.Since, run.By, run.Message);
        bool Longer(TimeSpan? average) => run.Since is { } since
            && now - since > (average is { } told ? Max(told * Times, Least) : Untold);
        if (run.Status is "pending" or "confirmed" && !run.IsBesideQueue)
        {
            if (home.IsLocked)
                return Is("lock", home.LockedBy);
            if (run.Status == "pending"
                && own.TakeWhile(other => other != run).FirstOrDefault(other => !other.IsBesideQueue) is { } ahead)
            {
                return Is("run", ahead.Id);
            }
        }

        return run.Status switch
        {
            "pending" => Longer(null) ? Is("queue") : null,
            "applying" => Longer(home.ApplyAverage) ? Is(RunCause.Terraform) : null,
            _ when RunStatus.WaitsForWorker.Contains(run.Status) => Longer(TimeSpan.Zero) ? Is("worker") : null,
            _ when RunStatus.Working.Contains(run.Status) => Longer(home.PlanAverage) ? Is(RunCause.Terraform) : null,
            _ => null,
        };
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed record OpenRun(
        string Id, string? HomeId, string Status, DateTimeOffset? Since, string? By, string? Message, bool IsBesideQueue,
        bool? IsConfirmable)
    {
        // Plan-only and saved plans take no turn in the workspace's queue.
        public static OpenRun Of(ApiDocument list, ApiResource run) => new(
            run.Id, run.RelatedId("workspace"), run.Text("status") ?? "", RunDocument.Since(run),
            list.Included(run.RelatedId("created-by"))?.Text("username"), run.Text("message"),
            run.Flag("plan-only") == true || run.Flag("save-plan") == true || run.Text("status") == "planned_and_saved",
            run.Flag("actions.is-confirmable"));
    }
}
