using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Documents;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>Writes the parts of a digest: what is zero, empty or as ever is left out, because every name is paid for in
/// tokens.</summary>
internal static class PlanWriter
{
    private const int MaxOtherActions = 10;

    // What the values of one resource may take, in bytes. The attributes behind it are told by their paths.
    private const int MaxValues = 18_000;

    /// <summary>Writes <c>{"create":3,"replace":1}</c>, in the order of <see cref="PlanAction.All"/>, without drift,
    /// which is told of elsewhere.</summary>
    public static void WriteCounts(Utf8JsonWriter writer, PlanDigest digest)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(digest);
        writer.WriteStartObject();

        // Of a plan that is whole, a 0 is known: "delete": 0 is what a reviewer looks for. Of another it would be a guess.
        var isWhole = !digest.IsErrored && !digest.IsPartial;
        foreach (var action in PlanAction.All)
        {
            var isCounted = digest.Counts.TryGetValue(action, out var count);
            if (action != PlanAction.Drift && (isCounted || (isWhole && PlanAction.Asked.Contains(action))))
                writer.WriteNumber(action, count);
        }

        // What is deferred, and steps that only a newer Terraform knows.
        foreach (var (action, count) in digest.Counts.Where(action => !PlanAction.All.Contains(action.Key))
            .OrderBy(action => action.Key, StringComparer.Ordinal).Take(MaxOtherActions))
        {
            writer.WriteNumber(action, count);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{address, action, reason, forced_by, changed, …}</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="change">The resource.</param>
    /// <param name="isMixed">Whether what has drifted stands among what is planned, and so must say that it has.</param>
    public static void Write(Utf8JsonWriter writer, ResourceChange change, bool isMixed = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(change);
        writer.WriteStartObject();
        writer.WriteString("address", ResourceAddress.Shown(change.Address));
        if (change.Deposed is { } deposed)
            writer.WriteString("deposed", ErrorDocument.Clean(deposed));
        if (change.IsDrift && isMixed)
            writer.WriteBoolean("drift", true);

        // What moves or comes in without any change has no other action.
        writer.WriteString("action", change.Action == "no_op" ? change.Actions.Skip(1).FirstOrDefault("no_op") : change.Action);
        PlanTexts.WriteIfAny(writer, "reason", change.Reason);
        if (change.MovedFrom is { } previous)
            writer.WriteString("moved_from", ResourceAddress.Shown(previous));
        change.Imported?.Write(writer);
        PlanTexts.WriteIfAny(writer, "deferred_because", change.DeferredBecause);
        if (change.IsCreatedFirst)
            writer.WriteBoolean("create_before_destroy", true);
        PlanTexts.Write(writer, "forced_by", change.ForcedBy, PlanTexts.ShownPath);
        WriteChanged(writer, change);
        if (change.Unknown > 0)
            writer.WriteNumber("known_after_apply", change.Unknown);
        PlanTexts.Write(writer, "may_change", change.MayChange, PlanTexts.ShownPath, change.MoreMayChange);
        PlanTexts.Write(writer, "only_marks_change", change.MarksChange, PlanTexts.ShownPath);
        if (change.AreValuesWithheld)
            writer.WriteString("values", "withheld");
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{name, action}</c>, with values if they were asked for.</summary>
    public static void Write(Utf8JsonWriter writer, OutputChange output)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(output);
        writer.WriteStartObject();
        writer.WriteString("name", ErrorDocument.Clean(output.Name));
        writer.WriteString("action", output.Action);
        if (output.IsSensitive)
            writer.WriteBoolean("sensitive", true);
        if (output.IsOnlyMarked)
            writer.WriteBoolean("only_marks_change", true);
        ValueDifference.Write(writer, output.Before, output.After);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{address, status, messages}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, FailedCheck check)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(check);
        writer.WriteStartObject();
        writer.WriteString("address", ResourceAddress.Shown(check.Address));
        writer.WriteString("status", check.Status);
        PlanTexts.Write(writer, "messages", check.Messages, ErrorDocument.Clean);
        writer.WriteEndObject();
    }

    private static void WriteChanged(Utf8JsonWriter writer, ResourceChange change)
    {
        if (change.Changed.Count > 0)
        {
            writer.WriteStartArray("changed");
            var start = writer.BytesCommitted + writer.BytesPending;
            foreach (var attribute in change.Changed)
            {
                var hasValue = attribute is { Before: not null } or { After: not null } or { Removed.Count: > 0 }
                    or { Added.Count: > 0 };
                var isFull = writer.BytesCommitted + writer.BytesPending - start > MaxValues;
                if ((!hasValue && !attribute.IsReordered) || isFull)
                {
                    writer.WriteStringValue(PlanTexts.ShownPath(attribute.Path));
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("path", PlanTexts.ShownPath(attribute.Path));
                if (attribute.IsReordered)
                    writer.WriteBoolean("reordered", true);
                ValueDifference.Write(writer, attribute.Before, attribute.After);
                ValueDifference.WriteElements(writer, "removed", attribute.Removed, attribute.Added);
                PlanTexts.WriteMore(writer, "removed", attribute.MoreRemoved);
                ValueDifference.WriteElements(writer, "added", attribute.Added, attribute.Removed);
                PlanTexts.WriteMore(writer, "added", attribute.MoreAdded);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (change.MoreChanged > 0)
            writer.WriteNumber("more_changed", change.MoreChanged);
    }
}
