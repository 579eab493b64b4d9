using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>get_plan_diff: what a run changes, as diffs.</summary>
internal static class PlanDiffAnswer
{
    // About 15,000 tokens; what is beyond is counted.
    private const int MaxLength = 48_000;

    private static readonly string[] Types = ["Run"];

    /// <summary>Answers it.</summary>
    public static async Task<ReadOnlyMemory<byte>> AnswerAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        JsonElement data;
        try
        {
            data = await Found.AskAsync(session, Queries.Changes, id, "run", "get", Types, cancellationToken);
        }
        catch (TharsisTroubleException trouble) when (trouble.Message.StartsWith($"failed to get run \"{id}\"", StringComparison.Ordinal))
        {
            throw trouble.Saying($"failed to get plan diff for run \"{id}\"");
        }

        var changes = At(data, "node", "plan", "changes");
        if (changes.ValueKind != JsonValueKind.Object)
        {
            throw Trouble.NotReady($"failed to get plan diff for run \"{id}\": plan diff not available yet",
                "A plan that failed has none; one that runs gets one when it has finished. [diagnose_run] says which it is.");
        }

        var secrets = DiffSecrets.Of(changes);
        return JsonResponse.Bytes(writer =>
        {
            var (length, left) = (0, 0);
            writer.WriteStartObject();
            Write(writer, "resources", [.. Each(changes, "resources")], ref length, ref left, resource =>
            {
                writer.Said("address", Text(resource, "address"));
                writer.Said("resource_type", Text(resource, "resourceType"));
                writer.Said("provider_name", Text(resource, "providerName"));
            }, resource => secrets.Withhold(Text(resource, "resourceType") ?? "", Text(resource, "unifiedDiff") ?? ""));
            Write(writer, "outputs", [.. Each(changes, "outputs")], ref length, ref left,
                output => writer.Said("output_name", Text(output, "outputName")),
                output => secrets.Withhold("", Text(output, "unifiedDiff") ?? ""));
            if (left > 0)
            {
                writer.WriteNumber("diffs_left_out", left);
            }

            writer.WriteEndObject();
        });
    }

    // An empty list is null, as Tharsis has it. Of what is too much the address and the action stay.
    private static void Write(
        Utf8JsonWriter writer, string name, IReadOnlyList<JsonElement> changes, ref int length, ref int left,
        Action<JsonElement> members, Func<JsonElement, string> diffOf)
    {
        if (changes.Count == 0)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var change in changes.Take(MaxChanges))
        {
            writer.WriteStartObject();
            members(change);
            writer.Said("action", Text(change, "action"));
            var diff = length < MaxLength ? diffOf(change) : "";
            if (length + diff.Length > MaxLength || length >= MaxLength)
            {
                (diff, left) = ("(left out: the answer has many already)", left + 1);
                length = MaxLength;
            }

            length += diff.Length;
            writer.Said("unified_diff", diff);
            writer.WriteEndObject();
        }

        left += Math.Max(0, changes.Count - MaxChanges);
        writer.WriteEndArray();
    }

    private const int MaxChanges = 500;
}
