using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// What differs between two states, told as the changes of a plan that leads from one to the other: so it is masked by
/// what masks plans, with the marks of both states, and with names where a state has none. What is the same in both is
/// no change, and its secrets are known all the same.
/// </summary>
internal static class StateDifference
{
    /// <summary>The digest of that plan.</summary>
    public static PlanDigest Of(WholeState before, WholeState after, PlanQuery query, WorkBudget budget)
    {
        var found = new CollectedPlan(query, isRedacted: false, budget);
        foreach (var (address, old, fresh) in Pairs(before.Resources, after.Resources))
        {
            budget.Step();
            found.Add(JsonElement.Parse(JsonResponse.Bytes(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("address", address);
                writer.WriteString("type", (fresh ?? old)!.Type);
                writer.WritePropertyName("change");
                Write(writer, old, fresh);
                writer.WriteEndObject();
            }).Span, Deep), isDrift: false, deferredBecause: null);
        }

        foreach (var (name, old, fresh) in Pairs(before.Outputs, after.Outputs))
            found.AddOutput(name, JsonElement.Parse(JsonResponse.Bytes(writer => Write(writer, old, fresh)).Span, Deep));
        return found.Digest();
    }

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    private static IEnumerable<(string Name, StateSide? Old, StateSide? Fresh)> Pairs(
        Dictionary<string, StateSide> before, Dictionary<string, StateSide> after) =>
        before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)));

    private static void Write(Utf8JsonWriter writer, StateSide? old, StateSide? fresh)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("actions");
        writer.WriteStringValue(old is null ? "create" : fresh is null ? "delete"
            : IsSame(old.Value, fresh.Value) ? "no-op" : "update");
        writer.WriteEndArray();
        Write(writer, "before", old);
        Write(writer, "after", fresh);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string side, StateSide? of)
    {
        writer.WritePropertyName(side);
        if (of is null || of.Value.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            of.Value.WriteTo(writer);
        if (of is { Marks.ValueKind: not JsonValueKind.Undefined })
        {
            writer.WritePropertyName(side + "_sensitive");
            of.Marks.WriteTo(writer);
        }
    }

    private static bool IsSame(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Undefined || other.ValueKind == JsonValueKind.Undefined
            ? one.ValueKind == other.ValueKind : JsonElement.DeepEquals(one, other);
}
