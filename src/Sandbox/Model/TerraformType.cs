namespace ServerlessMcp.Sandbox.Model;

/// <summary>The type of a value as Terraform writes it into a state: <c>"string"</c>, <c>["tuple",["string"]]</c>,
/// <c>["object",{…}]</c>.</summary>
internal static class TerraformType
{
    public static JsonNode Of(JsonNode? value) => value switch
    {
        JsonArray list => new JsonArray("tuple", new JsonArray([.. list.Select(Of)])),
        JsonObject map => new JsonArray(
            "object", new JsonObject(
                map.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Of(member.Value))))),
        _ => value?.GetValueKind() switch
        {
            null => "dynamic",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "bool",
            _ => "string",
        },
    };

    /// <summary>A value of an attribute without a fixed type, with its type beside it; null stays null.</summary>
    public static JsonNode? Dynamic(JsonNode? value) =>
        value is null ? null : new JsonObject { ["value"] = value.DeepClone(), ["type"] = Of(value) };
}
