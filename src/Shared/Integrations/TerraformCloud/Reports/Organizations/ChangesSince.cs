using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// What was changed since some time, in a workspace or an organization, by the runs that applied something: whose, what
/// for, and how many resources. A run that began to apply and then failed has changed something too. States that were
/// written without a run are told of a workspace alone.
/// </summary>
internal sealed class ChangesSince : IToolReport
{
    private const int MaxPages = 5;

    // An apply may come days after the run was made; that is how far before the window runs are looked at.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(3);

    private static readonly string[] Applying = ["applied", "errored", "canceled", "force_canceled", "applying", "post_apply_running"];

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var window = RunWindow.Of(call.Arguments)!;
        var (changes, seen) = (new List<Change>(), new HashSet<string>(StringComparer.Ordinal));
        var (isComplete, readBackTo) = (false, (DateTimeOffset?)null);
        for (var page = 1; page <= MaxPages && !isComplete; page++)
        {
            var response = await call.Api.GetAsync(Address(call, page), cancellationToken);
            if (!response.IsSuccess)
            {
                using (response)
                    return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, call.Arguments, writer)), CallOutcome.UpstreamError);
            }

            using (response)
            using (var document = ApiDocument.Parse(response))
            {
                var runs = document.List.Where(run => seen.Add(run.Id)).ToList();
                changes.AddRange(runs.Select(run => Read(document, run)).OfType<Change>().Where(change => window.Has(change.At) == true));
                readBackTo = runs.Select(run => run.Time("created-at")).Where(time => time is not null).Min() ?? readBackTo;
                isComplete = readBackTo < window.Since - Slack || !document.HasNextPage(page) || runs.Count == 0;
            }
        }

        var (written, trouble) = call.Arguments.Text("workspace_id") is { } home
            ? await WrittenAsync(call.Api, home, window, cancellationToken) : ([], null);
        changes.Sort((one, other) => Nullable.Compare(other.At, one.At));
        return (JsonResponse.Bytes(writer => Write(writer, call, window, changes, written, isComplete ? null : readBackTo, trouble)), CallOutcome.Ok);
    }

    private static string Address(TerraformCall call, int page)
    {
        var owner = call.Arguments.Text("workspace_id") is { } home ? $"workspaces/{Uri.EscapeDataString(home)}"
            : $"organizations/{Uri.EscapeDataString(call.Arguments.Text("organization_name")!)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{TerraformClient.Prefix}/{owner}/runs?filter%5Bstatus%5D={string.Join("%2C", Applying)}"
            + $"&include=apply,created_by,workspace&page%5Bsize%5D=100&page%5Bnumber%5D={page}");
    }

    // A server may ignore the filter; and one that errored in its plan has changed nothing.
    private static Change? Read(ApiDocument document, ApiResource run)
    {
        var status = run.Text("status") ?? "";
        var applying = run.Time("status-timestamps.applying-at");
        if (!Applying.Contains(status) || run.Flag("plan-only") == true || (status != "applied" && applying is null))
            return null;
        var apply = document.Included(run.RelatedId("apply"));
        return new Change(
            run.Id, status, run.Time("status-timestamps.applied-at") ?? RunDocument.Since(run) ?? applying,
            document.Included(run.RelatedId("workspace"))?.Text("name") ?? run.RelatedId("workspace"),
            document.Included(run.RelatedId("created-by"))?.Text("username"), run.Text("message"), run.Flag("is-destroy") == true,
            apply is { } counted ? RunDocument.Phase(counted) : null);
    }

    // Of state versions without a run: uploads, imports, rollbacks.
    private static async Task<(List<Written> Found, string? Trouble)> WrittenAsync(
        TerraformSession api, string home, RunWindow window, CancellationToken cancellationToken)
    {
        var (found, trouble) = await ReportPart.TryAsync<List<Written>>(api, async () =>
        {
            using var workspace = await api.GetAsync($"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(home)}", cancellationToken);
            if (!workspace.IsSuccess)
                return (null, ReportPart.Status(workspace.Status, api));
            using var read = ApiDocument.Parse(workspace);
            using var list = await api.GetAsync(
                $"{TerraformClient.Prefix}/state-versions?filter%5Borganization%5D%5Bname%5D="
                + Uri.EscapeDataString(read.Single.RelatedId("organization") ?? api.Account.Organization ?? "")
                + $"&filter%5Bworkspace%5D%5Bname%5D={Uri.EscapeDataString(read.Single.Text("name") ?? "")}"
                + "&include=created_by&page%5Bsize%5D=100", cancellationToken);
            if (!list.IsSuccess)
                return (null, ReportPart.Status(list.Status, api));
            using var versions = ApiDocument.Parse(list);
            return ([.. versions.List.Where(one => one.RelatedId("run") is null && window.Has(one.Time("created-at")) == true)
                .Select(one => new Written(
                    one.Id, one.Time("created-at"), versions.Included(one.RelatedId("created-by"))?.Text("username")))], null);
        });
        return (found ?? [], trouble is null ? null : $"State versions can't be read: {trouble.Reason}");
    }

    private static void Write(
        Utf8JsonWriter writer, TerraformCall call, RunWindow window, List<Change> changes, List<Written> written,
        DateTimeOffset? readBackTo, string? trouble)
    {
        var size = ToolAnswer.PageSize(call.Arguments);
        writer.WriteStartObject();
        writer.WriteString(RunWindow.SinceName, window.Since!.Value.ToSecond());
        writer.WriteString(RunWindow.UntilName, (window.Until ?? call.Clock.GetUtcNow()).ToSecond());
        writer.WriteStartArray("items");
        foreach (var change in changes.Skip((int)Math.Min(int.MaxValue, (call.Page - 1L) * size)).Take(size))
            Write(writer, change, call.Arguments.Text("workspace_id") is null);
        writer.WriteEndArray();
        if ((long)call.Page * size < changes.Count && Cursor.Encode(call.Arguments, call.Page + 1) is { } cursor)
            writer.WriteString("next_cursor", cursor);
        writer.WriteNumber("total_count", changes.Count);
        if (written.Count > 0)
        {
            writer.WriteStartArray("states_without_run");
            foreach (var state in written.Take(size))
                Write(writer, state);
            writer.WriteEndArray();
        }

        if (trouble is not null)
            writer.WriteString("not_read", trouble);
        if (call.Arguments.Text("workspace_id") is { } home)
        {
            var compare = new NextTool(
                "hashicorp_terraform_cloud_state_versions_compare", "See which resources and outputs changed.",
                KeyValuePair.Create("workspace_id", (object)home),
                KeyValuePair.Create("from", (object)window.Since.Value.ToSecond()));
            NextTools.Of([compare], call.Call).Write(writer);
        }
        else
        {
            writer.WriteString("not_covered", "States that were written without a run; a workspace's own report has them.");
        }

        if (readBackTo is { } reached)
        {
            writer.WriteString("incomplete", string.Create(CultureInfo.InvariantCulture,
                $"Only the newest {MaxPages * 100} runs were read, those made since {reached.ToSecond()}. Ask for a later since."));
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Change change, bool isOfMany)
    {
        writer.WriteStartObject();
        writer.WriteString("run_id", change.RunId);
        writer.WriteString("status", change.Status);
        if (change.At is { } at)
            writer.WriteString("at", at.ToSecond());
        if (isOfMany && change.Workspace is { } home)
            writer.WriteString("workspace", home);
        if (change.By is { } by)
            writer.WriteString("created_by", by);
        if (change.Message is { } message)
            writer.WriteString("message", TextCut.Shorten(message, 120));
        if (change.IsDestroy)
            writer.WriteBoolean("is_destroy", true);
        if (change.Apply is { Additions: { } add, Changes: { } update, Destructions: { } destroy })
        {
            writer.WriteNumber("added", add);
            writer.WriteNumber("changed", update);
            writer.WriteNumber("destroyed", destroy);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Written state)
    {
        writer.WriteStartObject();
        writer.WriteString("state_version_id", state.Id);
        if (state.At is { } at)
            writer.WriteString("at", at.ToSecond());
        if (state.By is { } by)
            writer.WriteString("created_by", by);
        writer.WriteEndObject();
    }

    private sealed record Change(
        string RunId, string Status, DateTimeOffset? At, string? Workspace, string? By, string? Message, bool IsDestroy, PhaseFacts? Apply);

    private sealed record Written(string Id, DateTimeOffset? At, string? By);
}
