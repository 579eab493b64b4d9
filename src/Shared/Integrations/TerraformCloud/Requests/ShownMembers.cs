using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What a resource shows of itself, and values in the form in which it shows them.</summary>
internal static class ShownMembers
{
    /// <summary>A resource's id.</summary>
    public static string? IdOf(JsonElement one) =>
        SameValue.TryGet(one, "id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>The name below <c>data</c>.</summary>
    public static string WithoutData(string wireName) =>
        wireName.StartsWith("data.", StringComparison.Ordinal) ? wireName["data.".Length..] : wireName;

    /// <summary>Records under the names that the API has for their members.</summary>
    public static JsonElement OnTheWire(Argument argument, JsonElement value)
    {
        if (argument.Kind is not (JsonKind.Record or JsonKind.RecordList))
        {
            return value;
        }

        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            AttributeTree.WriteValue(writer, argument, value);
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }

    /// <summary>Finds what stands at a path; false where a part of it is not shown. Null in its middle is shown, as
    /// nothing.</summary>
    public static bool TryFind(JsonElement from, string path, out JsonElement found)
    {
        found = from;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            if (!SameValue.TryGet(found, name, out found))
            {
                return false;
            }
        }

        return true;
    }
}
