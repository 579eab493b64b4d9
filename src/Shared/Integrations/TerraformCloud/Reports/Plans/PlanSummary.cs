using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// The tool that answers a plan's digest. By a run's id it has what policies and the cost estimate say as well; a plan
/// doesn't know its run. At most nine requests: the run, its plan, the plan's JSON twice, and five for policies and
/// cost.
/// </summary>
internal sealed class PlanSummary : IToolReport
{
    // About 10,000 tokens. A page ends here even if more was asked for; its cursor goes on at the next resource.
    private const int MaxLength = 36_000;

    // What each list beside the resources may take: a plan may fail a check for each of thousands of instances.
    private const int MaxListLength = 9_000;

    public const string Actions = "actions";
    public const string Address = "address";
    public const string IncludeValues = "include_values";

    public async Task<(ReadOnlyMemory<byte> Json, string Outcome)> WriteAsync(
        ReportCall call, CancellationToken cancellationToken)
    {
        var id = call.Arguments.Text("plan_id")!;
        if (!id.StartsWith("run-", StringComparison.Ordinal))
            return await WriteAsync(call, id, null, cancellationToken);
        using var response = await call.Api.GetAsync(
            $"{TerraformClient.Prefix}/runs/{Uri.EscapeDataString(id)}{RunVerdicts.Include}", cancellationToken);
        if (!response.IsSuccess)
            return Refused(call, response);
        using var run = RunVerdicts.Read(response, call.Api);
        return await run.PlanIdAsync(cancellationToken) is { } planId
            ? await WriteAsync(call, planId, run, cancellationToken) : (ContentAnswer.NotReady(), "not_ready");
    }

    private static async Task<(ReadOnlyMemory<byte> Json, string Outcome)> WriteAsync(
        ReportCall call, string id, RunVerdicts? run, CancellationToken cancellationToken)
    {
        var query = new PlanQuery
        {
            Actions = call.Arguments.Texts(Actions),
            Address = call.Arguments.Text(Address),
            IncludeValues = call.Arguments.Flag(IncludeValues),
            Skip = call.Page - 1,
            Take = ToolAnswer.PageSize(call.Arguments),
            TakeDrift = call.Page == 1 ? PlanQuery.Default.TakeDrift : 0,
        };
        PlanDigest? digest;
        TerraformResponse? refusal;
        try
        {
            (digest, refusal) = await PlanDocument.ReadAsync(call.Api, id, query, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or TerraformFailedException { Failure: TerraformFailure.NotJson })
        {
            return await NoPlan.TellAsync(call.Caller, call.Api, id, run?.RunId, cancellationToken) is { } told
                ? (told, "not_ready")
                : e is UnreadablePlanException ? (Unreadable(e.Message), "unreadable")
                : throw (e as TerraformFailedException
                    ?? new TerraformFailedException(
                        TerraformFailure.NotJson, call.Api.Account.Address, HttpMethod.Get, call.Api.LastBody));
        }

        using (refusal)
        {
            if (digest is null)
                return await NoDigestAsync(call, id, run, refusal!, cancellationToken);
        }

        var writeVerdicts = run is null || call.Page > 1 ? null : await run.ReadAsync(cancellationToken);
        return (JsonResponse.Bytes(writer => Write(writer, call, id, digest, writeVerdicts)), "ok");
    }

    private static void Write(
        Utf8JsonWriter writer, ReportCall call, string planId, PlanDigest digest, Action<Utf8JsonWriter>? writeVerdicts)
    {
        var isFirst = call.Page == 1;
        writer.WriteStartObject();
        writer.WriteString("plan_id", planId);
        if (isFirst)
            WriteHead(writer, digest);
        writer.WriteStartArray("items");
        var written = 0;
        foreach (var change in digest.Resources)
        {
            // At least one, or the cursor would not move.
            if (written > 0 && writer.BytesCommitted + writer.BytesPending > MaxLength)
                break;
            PlanWriter.Write(writer, change, isMixed: true);
            written++;
        }

        writer.WriteEndArray();
        if (call.Page - 1 + written < digest.Matching && Cursor.Encode(call.Arguments, call.Page + written) is { } cursor)
            writer.WriteString("next_cursor", cursor);
        writer.WriteNumber("total_count", digest.Matching);
        if (digest.AreValuesWithheld)
            writer.WriteString(
                "values_withheld",
                "Only the redacted plan can be read here, the full one takes a workspace admin. So values are " +
                    "withheld of what has sensitive attributes or refers to such.");
        if (digest.HasSecretKeys)
            ResourceAddress.WriteSecretKeys(writer);
        if (isFirst)
            WriteTail(writer, digest, writeVerdicts);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, PlanDigest digest)
    {
        if (digest.IsErrored)
            writer.WriteBoolean("errored", true);
        if (digest.IsPartial)
            writer.WriteBoolean("complete", false);
        writer.WritePropertyName("counts");
        PlanWriter.WriteCounts(writer, digest);
    }

    private static void WriteTail(Utf8JsonWriter writer, PlanDigest digest, Action<Utf8JsonWriter>? writeVerdicts)
    {
        if (digest.DriftCount > 0)
        {
            writer.WriteNumber("drifted_count", digest.DriftCount);
            WriteArray(writer, "drifted", digest.Drift, (to, change) => PlanWriter.Write(to, change), digest.DriftCount);
        }

        WriteArray(writer, "outputs", digest.Outputs, PlanWriter.Write, digest.OutputCount);
        WriteArray(writer, "failed_checks", digest.FailedChecks, PlanWriter.Write);
        WriteArray(writer, "invoked_actions", digest.InvokedActions,
            (to, address) => to.WriteStringValue(ResourceAddress.Shown(address)));
        WriteArray(writer, "deferred_actions", digest.DeferredActions, WriteDeferred);
        WriteArray(writer, "not_summed_up", digest.UnknownMembers, (to, name) => to.WriteStringValue(ErrorDocument.Clean(name)));
        writeVerdicts?.Invoke(writer);
    }

    private static void WriteDeferred(Utf8JsonWriter writer, KeyValuePair<string, string> action)
    {
        writer.WriteStartObject();
        writer.WriteString("address", ResourceAddress.Shown(action.Key));
        writer.WriteString("deferred_because", ErrorDocument.Clean(action.Value));
        writer.WriteEndObject();
    }

    private static void WriteArray<T>(
        Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write, int? count = null)
    {
        if (items.Count == 0)
            return;
        writer.WriteStartArray(name);
        var start = writer.BytesCommitted + writer.BytesPending;
        var written = 0;
        foreach (var item in items)
        {
            if (written > 0 && writer.BytesCommitted + writer.BytesPending - start > MaxListLength)
                break;
            write(writer, item);
            written++;
        }

        writer.WriteEndArray();
        if ((count ?? items.Count) - written is > 0 and var more)
            writer.WriteNumber($"more_{name}", more);
    }

    private static ReadOnlyMemory<byte> Unreadable(string what) => ToolError.Of(writer =>
    {
        writer.WriteString("title", "no readable plan");
        writer.WriteString("detail", what);
        writer.WriteBoolean("retryable", false);
        writer.WriteString(
            "hint", "Do not take it for a plan without changes. The plan itself has counts (resource_additions …), " +
                "and its log has what it printed.");
    });

    private static (ReadOnlyMemory<byte> Json, string Outcome) Refused(ReportCall call, TerraformResponse response) =>
        (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, call.Arguments, writer)), "upstream_error");

    private static async Task<(ReadOnlyMemory<byte> Json, string Outcome)> NoDigestAsync(
        ReportCall call, string id, RunVerdicts? run, TerraformResponse refusal, CancellationToken cancellationToken)
    {
        if (refusal.Status is 204 or 404 or 422)
        {
            if (run?.PlanStatus is "errored" or "canceled" or "unreachable")
                return (NoPlan.Of(call.Caller, id, run.RunId, run.PlanStatus), "not_ready");
            if (run?.PlanStatus is null
                && await NoPlan.TellAsync(call.Caller, call.Api, id, run?.RunId, cancellationToken) is { } told)
                return (told, "not_ready");
        }

        return refusal.Status == 204 ? (ContentAnswer.NotReady(), "not_ready") : Refused(call, refusal);
    }
}
