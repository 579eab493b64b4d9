using System.Text.Json;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Reports.Documents;

namespace ServerlessMcp.Reports.Plans;

/// <summary>Writes the parts of a digest: what is zero, empty or as ever is left out, because every name is paid for in tokens.</summary>
public static class PlanWriter
{
    // Of paths that force a replacement, of sensitive paths, of a check's messages. More say no more.
    private const int MaxTexts = 40;

    /// <summary>Writes <c>{"create":3,"replace":1}</c>, in the order of <see cref="PlanAction.All"/>, without drift, which is told of elsewhere.</summary>
    public static void WriteCounts(Utf8JsonWriter writer, PlanDigest digest)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(digest);
        writer.WriteStartObject();
        foreach (var action in PlanAction.All)
        {
            if (action != PlanAction.Drift && digest.Counts.TryGetValue(action, out var count))
                writer.WriteNumber(action, count);
        }

        if (digest.Counts.TryGetValue(PlanAction.Deferred, out var deferred))
            writer.WriteNumber(PlanAction.Deferred, deferred);

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{address, action, reason, forced_by, changed, …}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ResourceChange change)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(change);
        writer.WriteStartObject();
        writer.WriteString("address", ErrorDocument.Clean(change.Address));

        // What moves or comes in without any change has no other action.
        writer.WriteString("action", change.Action == "no_op" ? change.Actions.Skip(1).FirstOrDefault("no_op") : change.Action);
        WriteIfAny(writer, "reason", change.Reason);
        WriteIfAny(writer, "moved_from", change.MovedFrom);
        WriteIfAny(writer, "imported_id", change.ImportedId);
        WriteIfAny(writer, "deferred_because", change.DeferredBecause);
        if (change.IsCreatedFirst)
            writer.WriteBoolean("create_before_destroy", true);
        WriteTexts(writer, "forced_by", change.ForcedBy);
        WriteChanged(writer, change);
        if (change.Unknown > 0)
            writer.WriteNumber("known_after_apply", change.Unknown);
        WriteTexts(writer, "may_change", change.MayChange);
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
        DocumentValue.Write(writer, "before", output.Before);
        DocumentValue.Write(writer, "after", output.After);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{address, status, messages}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, FailedCheck check)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(check);
        writer.WriteStartObject();
        writer.WriteString("address", ErrorDocument.Clean(check.Address));
        writer.WriteString("status", check.Status);
        WriteTexts(writer, "messages", check.Messages);
        writer.WriteEndObject();
    }

    private static void WriteChanged(Utf8JsonWriter writer, ResourceChange change)
    {
        if (change.Changed.Count > 0)
        {
            writer.WriteStartArray("changed");
            foreach (var attribute in change.Changed)
            {
                if (attribute is { Before: null, After: null })
                {
                    writer.WriteStringValue(ErrorDocument.Clean(attribute.Path));
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("path", ErrorDocument.Clean(attribute.Path));
                DocumentValue.Write(writer, "before", attribute.Before);
                DocumentValue.Write(writer, "after", attribute.After);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (change.MoreChanged > 0)
            writer.WriteNumber("more_changed", change.MoreChanged);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts.Take(MaxTexts))
            writer.WriteStringValue(ErrorDocument.Clean(text));
        writer.WriteEndArray();
        if (texts.Count > MaxTexts)
            writer.WriteNumber($"more_{name}", texts.Count - MaxTexts);
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, ErrorDocument.Clean(text));
    }
}
