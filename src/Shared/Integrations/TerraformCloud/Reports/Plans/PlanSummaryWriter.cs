using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>Writes a page of a plan's digest: changed resources, as many as fit, and on the first page all that is told
/// once.</summary>
internal static class PlanSummaryWriter
{
    // About 10,000 tokens. A page ends here even if more was asked for; its cursor goes on at the next resource.
    private const int MaxLength = 36_000;

    // What each list beside the resources may take: a plan may fail a check for each of thousands of instances.
    private const int MaxListLength = 9_000;

    /// <summary>Writes the digest, with the verdicts of its run if it is known.</summary>
    public static void Write(
        Utf8JsonWriter writer, TerraformCall call, string planId, PlanDigest digest, Action<Utf8JsonWriter>? writeVerdicts)
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
        {
            writer.WriteString(
                "values_withheld",
                "Only the redacted plan can be read here, the full one takes a workspace admin. So values are " +
                    "withheld of what has sensitive attributes or refers to such.");
        }

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
}
