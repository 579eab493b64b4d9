namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs</summary>
internal sealed class StateVersionOutput(string id, StateVersion state, string name, JsonNode? value, bool sensitive) : Entity(id)
{
    private JsonNode? detailedType;

    public override string Type => "state-version-outputs";

    public override Organization Organization => State.Organization;

    public StateVersion State { get; } = state;

    public string Name { get; } = name;

    public JsonNode? Value { get; } = value;

    public bool Sensitive { get; } = sensitive;

    /// <summary>The type in full, as Terraform writes it into a state: <c>"string"</c>, <c>["tuple",["string"]]</c>, …;
    /// read off the value where the state did not tell.</summary>
    public JsonNode DetailedType
    {
        get => detailedType ??= TerraformType.Of(Value);
        init => detailedType = value;
    }

    /// <summary>Terraform's name of the value's type: <c>string</c>, <c>number</c>, <c>bool</c>, <c>array</c> or
    /// <c>object</c>.</summary>
    public string ValueType => Value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => "number",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "bool",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.Object => "object",
        _ => "string",
    };
}
