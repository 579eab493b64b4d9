namespace ServerlessMcp.Redaction;

/// <summary>
/// A value of no fixed type as a state file has it: <c>{"value":…,"type":["object",{"pin":"number"}]}</c>
/// (<c>terraform_data.input</c>). Its type is written in words of the language
/// (<see href="https://github.com/zclconf/go-cty/blob/main/docs/json.md"/>), which are no secrets, whatever the value
/// is.
/// </summary>
internal static class TypedValue
{
    private const int MaxDepth = 128;

    /// <summary>Whether an object may be one. An object that somebody wrote may look the same.</summary>
    public static bool Is(JsonElement owner, WorkBudget? budget = null) =>
        owner.GetPropertyCount() == 2 && owner.TryGetProperty("value", out _)
        && owner.TryGetProperty("type", out var type) && IsType(type, 0, budget);

    private static bool IsType(JsonElement type, int depth, WorkBudget? budget)
    {
        // Types that turn out to be none, each within another, are looked through again at each of their levels.
        budget?.Step();
        return type.ValueKind switch
        {
            JsonValueKind.String => type.ValueEquals("string") || type.ValueEquals("number") || type.ValueEquals("bool")
                || type.ValueEquals("dynamic"),
            JsonValueKind.Array when depth < MaxDepth && type.GetArrayLength() is 2 or 3 => IsComplex(type, depth + 1, budget),
            _ => false,
        };
    }

    // ["list","string"], ["tuple",["string"]], ["object",{"a":"string"}], and with the names of optional members behind.
    private static bool IsComplex(JsonElement type, int depth, WorkBudget? budget) => type[0] switch
    {
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("list") || word.ValueEquals("set")
            || word.ValueEquals("map") => IsType(type[1], depth, budget),
        { ValueKind: JsonValueKind.String } word
            when word.ValueEquals("tuple") && type[1].ValueKind == JsonValueKind.Array =>
            type[1].EnumerateArray().All(one => IsType(one, depth, budget)),
        { ValueKind: JsonValueKind.String } word
            when word.ValueEquals("object") && type[1].ValueKind == JsonValueKind.Object =>
            type[1].EnumerateObject().All(one => IsType(one.Value, depth, budget)),
        _ => false,
    };
}
