using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>Answers of runs, plans and applies.</summary>
internal static class RunAnswer
{
    private static readonly string[] Types = ["Run"];
    private static readonly string[] PlanTypes = ["Run", "Plan"];
    private static readonly string[] ApplyTypes = ["Run", "Apply"];

    private static readonly (string Name, string Member)[] Counts =
    [
        ("resource_additions", "resourceAdditions"), ("resource_changes", "resourceChanges"),
        ("resource_destructions", "resourceDestructions"), ("resource_imports", "resourceImports"),
        ("resource_drift", "resourceDrift"), ("output_additions", "outputAdditions"),
        ("output_changes", "outputChanges"), ("output_destructions", "outputDestructions"),
    ];

    /// <summary>get_run.</summary>
    public static async Task<ReadOnlyMemory<byte>> RunAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var run = At(await Found.AskAsync(session, Queries.Run, id, "run", "get", Types, cancellationToken), "node");
        return AnswerWriter.One("run", writer =>
        {
            writer.Said("run_id", Text(run, "id"));
            writer.Said("trn", Text(run, "metadata", "trn"));
            writer.Said("status", Text(run, "status"));
            writer.Said("created_by", Text(run, "createdBy"));
            writer.Said("terraform_version", Text(run, "terraformVersion"));
            WritePlan(writer, At(run, "plan"));
            WriteApply(writer, At(run, "apply"));
            writer.IfAny("workspace_id", Text(run, "workspace", "id"));
            writer.IfAny("module_source", Text(run, "moduleSource") is { } source ? AnswerWriter.Clean(source) : null);
            writer.IfAny("module_version", Text(run, "moduleVersion"));
            writer.IfAny("module_digest", Text(run, "moduleDigest"));
            writer.IfAny("force_canceled_by", Text(run, "forceCanceledBy"));
            writer.IfAny("configuration_version_id", Text(run, "configurationVersion", "id"));
            writer.IfAny("force_cancel_available_at", Text(run, "forceCancelAvailableAt"));
            writer.IfAny("target_addresses", Each(run, "targetAddresses"));
            writer.WriteBoolean("is_destroy", IsTrue(run, "isDestroy"));
            writer.IfTrue("force_canceled", IsTrue(run, "forceCanceled"));
            writer.IfTrue("has_changes", IsTrue(run, "plan", "hasChanges"));
            writer.IfTrue("is_assessment_run", IsTrue(run, "assessment"));
            writer.IfTrue("auto_apply", IsTrue(run, "autoApply"));
            writer.IfTrue("refresh", IsTrue(run, "refresh"));
            writer.IfTrue("refresh_only", IsTrue(run, "refreshOnly"));
        });
    }

    /// <summary>get_plan: since v0.99 a part of the run.</summary>
    public static async Task<ReadOnlyMemory<byte>> PlanAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var node = At(await Found.AskAsync(session, Queries.Phase, id, "plan", "get", PlanTypes, cancellationToken), "node");
        var isOwn = Text(node, "__typename") == "Plan";
        var plan = isOwn ? node : Part(node, "plan", id);
        var counts = isOwn ? plan : At(plan, "summary");
        return AnswerWriter.One("plan", writer =>
        {
            WriteHead(writer, "plan", node, plan, isOwn);
            writer.IfAny("error_message", Error(plan));
            foreach (var (name, member) in Counts.AsSpan(0, 3))
            {
                writer.WriteNumber(name, Integer(counts, member) ?? 0);
            }

            writer.WriteBoolean("has_changes", IsTrue(plan, "hasChanges"));
        });
    }

    /// <summary>get_apply: since v0.99 a part of the run.</summary>
    public static async Task<ReadOnlyMemory<byte>> ApplyAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var node = At(await Found.AskAsync(session, Queries.Phase, id, "apply", "get", ApplyTypes, cancellationToken), "node");
        var isOwn = Text(node, "__typename") == "Apply";
        var apply = isOwn ? node : Part(node, "apply", id);
        return AnswerWriter.One("apply", writer =>
        {
            WriteHead(writer, "apply", node, apply, isOwn);
            writer.Said("triggered_by", Text(apply, "triggeredBy"));
            writer.IfAny("error_message", Error(apply));
        });
    }

    private static void WriteHead(Utf8JsonWriter writer, string kind, JsonElement node, JsonElement part, bool isOwn)
    {
        var workspace = isOwn ? At(part, "currentJob", "workspace") : At(node, "workspace");
        var end = isOwn ? Text(part, "id") : $"{Text(node, "id")}/{kind}";
        writer.Said($"{kind}_id", Text(part, "id"));
        writer.Said("trn", Text(workspace, "fullPath") is { } path ? $"trn:{kind}:{path}/{end}" : null);
        writer.Said("status", Text(part, "status"));
        writer.Said("workspace_id", Text(workspace, "id"));
    }

    private static JsonElement Part(JsonElement run, string kind, string id) =>
        At(run, kind) is { ValueKind: JsonValueKind.Object } part ? part
        : throw Trouble.NotFound($"failed to get {kind} \"{id}\": the run has no {kind}: it is speculative");

    private static void WritePlan(Utf8JsonWriter writer, JsonElement plan)
    {
        if (plan.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        writer.WriteStartObject("plan");
        writer.Said("plan_id", Text(plan, "id"));
        writer.Said("status", Text(plan, "status"));
        writer.IfAny("error_message", Error(plan));
        writer.WriteStartObject("summary");
        foreach (var (name, member) in Counts)
        {
            writer.WriteNumber(name, Integer(plan, "summary", member) ?? 0);
        }

        writer.WriteEndObject();
        if (Integer(plan, "diffSize") is { } size and > 0)
        {
            writer.WriteNumber("diff_size", size);
        }

        writer.WriteBoolean("has_changes", IsTrue(plan, "hasChanges"));
        writer.WriteEndObject();
    }

    private static void WriteApply(Utf8JsonWriter writer, JsonElement apply)
    {
        if (apply.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        writer.WriteStartObject("apply");
        writer.Said("apply_id", Text(apply, "id"));
        writer.Said("status", Text(apply, "status"));
        writer.IfAny("triggered_by", Text(apply, "triggeredBy"));
        writer.IfAny("comment", Text(apply, "comment") is { } comment ? AnswerWriter.Clean(comment) : null);
        writer.IfAny("error_message", Error(apply));
        writer.WriteEndObject();
    }

    // A whole error box; the answer's place is for what a model can read.
    private static string? Error(JsonElement part) =>
        Text(part, "errorMessage") is { } text ? TextCut.Shorten(AnswerWriter.Clean(text), MaxError) : null;

    private const int MaxError = 8000;
}
