using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// How many runs an organization had in a window of time: by status, user, workspace and source. The API counts
/// nothing, so its list is read from the newest run back to the window's beginning, in pages of a hundred; it may be
/// asked 30 times a minute, so at most <see cref="MaxPages"/> pages, and the answer says how far they reached.
/// </summary>
internal sealed class RunStatistics : IToolReport
{
    /// <summary>Only runs of these workspaces, by their names.</summary>
    public const string Workspaces = "workspace_names";

    private const int MaxPages = 10;

    // Of each table the first rows; the others are counted.
    private const int MaxRows = 10;

    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var asked = RunWindow.Of(call.Arguments);
        var until = asked?.Until ?? call.Clock.GetUtcNow();
        var window = new RunWindow(asked?.Since ?? until - Window, until);
        var (counted, seen) = (new List<CountedRun>(), new HashSet<string>(StringComparer.Ordinal));
        var (isComplete, readBackTo) = (false, (DateTimeOffset?)null);
        for (var page = 1; page <= MaxPages && !isComplete; page++)
        {
            var response = await call.Api.GetAsync(Address(call, page), cancellationToken);
            if (!response.IsSuccess)
            {
                using (response)
                {
                    return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, call.Arguments, writer)),
                        CallOutcome.UpstreamError);
                }
            }

            using (response)
            using (var document = ApiDocument.Parse(response))
            {
                var runs = document.List.Where(run => seen.Add(run.Id)).Select(run => Read(document, run)).ToList();
                counted.AddRange(runs.Where(run => !run.IsPlanOnly && window.Has(run.CreatedAt) == true));

                // Newest first; a run that does not say when it was made ends nothing.
                readBackTo = runs.Select(run => run.CreatedAt).Where(time => time is not null).Min() ?? readBackTo;
                isComplete = runs.Any(run => window.IsBefore(run.CreatedAt)) || !document.HasNextPage(page) || runs.Count == 0;
            }
        }

        return (JsonResponse.Bytes(writer => Write(writer, counted, window, isComplete ? null : readBackTo)), CallOutcome.Ok);
    }

    private static string Address(TerraformCall call, int page) => string.Create(CultureInfo.InvariantCulture,
        $"{TerraformClient.Prefix}/organizations/{Uri.EscapeDataString(call.Arguments.Text("organization_name")!)}/runs"
            + $"?include=created_by,workspace{Filter(call)}&page%5Bsize%5D=100&page%5Bnumber%5D={page}");

    private static string Filter(TerraformCall call) => call.Arguments.Text(Workspaces) is { } names
        ? $"&filter%5Bworkspace_names%5D={Uri.EscapeDataString(names)}" : "";

    private static CountedRun Read(ApiDocument document, ApiResource run) => new(
        run.Text("status") ?? "unknown",
        document.Included(run.RelatedId("created-by"))?.Text("username") ?? run.RelatedId("created-by") ?? "nobody",
        document.Included(run.RelatedId("workspace"))?.Text("name") ?? run.RelatedId("workspace") ?? "unknown",
        run.Text("source") ?? "unknown", run.Time("created-at"), run.Flag("plan-only") == true);

    private static void Write(
        Utf8JsonWriter writer, List<CountedRun> runs, RunWindow window, DateTimeOffset? readBackTo)
    {
        writer.WriteStartObject();
        Time(writer, RunWindow.SinceName, window.Since!.Value);
        Time(writer, RunWindow.UntilName, window.Until!.Value);
        writer.WriteNumber("runs", runs.Count);
        Counts(writer, "by_status", runs, run => run.Status);
        Counts(writer, "by_user", runs, run => run.User);
        Counts(writer, "by_source", runs, run => run.Source);
        var homes = runs.GroupBy(run => run.Workspace, StringComparer.Ordinal)
            .Select(home => (Name: home.Key, Runs: home.Count(), Errored: home.Count(run => run.Status == "errored")))
            .OrderByDescending(home => home.Errored).ThenByDescending(home => home.Runs)
            .ThenBy(home => home.Name, StringComparer.Ordinal).ToList();
        writer.WriteStartArray("by_workspace");
        foreach (var (name, all, errored) in homes.Take(MaxRows))
        {
            writer.WriteStartObject();
            writer.WriteString("name", ErrorDocument.Clean(name));
            writer.WriteNumber("runs", all);
            if (errored > 0)
                writer.WriteNumber("errored", errored);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (homes.Count > MaxRows)
            writer.WriteNumber("more_by_workspace", homes.Count - MaxRows);
        if (readBackTo is { } reached)
        {
            Time(writer, "read_back_to", reached);
            writer.WriteString("incomplete", $"Only the newest {MaxPages * 100} runs were read; older ones of the " +
                "window are not counted. Ask for a shorter window, or for some workspaces.");
        }

        writer.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter writer, string name, List<CountedRun> runs, Func<CountedRun, string> key)
    {
        var counts = runs.GroupBy(key, StringComparer.Ordinal).Select(group => (group.Key, Count: group.Count()))
            .OrderByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        writer.WriteStartObject(name);
        foreach (var (text, count) in counts.Take(MaxRows))
            writer.WriteNumber(ErrorDocument.Clean(text), count);
        writer.WriteEndObject();
        if (counts.Count > MaxRows)
            writer.WriteNumber($"more_{name}", counts.Count - MaxRows);
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset time) =>
        writer.WriteString(name, time.ToSecond());

    private sealed record CountedRun(
        string Status, string User, string Workspace, string Source, DateTimeOffset? CreatedAt, bool IsPlanOnly);
}
