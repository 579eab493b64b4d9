namespace ServerlessMcp.Redaction;

/// <summary>
/// What an object of Terraform's own documents says of its members: which siblings mark which, whether it is an
/// instance of a state file, and of which type. Read once for the object, not once for each member.
/// </summary>
internal sealed class DocumentObject
{
    private Dictionary<string, SensitiveMarks>? marks;
    private bool hasMeta;
    private bool hasAttributes;
    private bool hasSchemaVersion;
    private bool hasParts;
    private string? type;

    /// <summary>Reads an object.</summary>
    public DocumentObject(JsonElement value, WorkBudget? budget)
    {
        foreach (var member in value.EnumerateObject())
        {
            budget?.Step();
            Read(member);
        }

        IsTyped = TypedValue.Is(value, budget);
    }

    /// <summary>Whether it is <see cref="TypedValue"/>.</summary>
    public bool IsTyped { get; }

    /// <summary>Whether it is an instance of a resource in a state file, with the provider's own bytes beside its
    /// attributes. Before version 4 the version stood a level deeper.</summary>
    public bool IsInstance => hasSchemaVersion || (hasMeta && hasAttributes);

    /// <summary>The type of resource that it is, in any of the documents; null if it is none.</summary>
    public string? ResourceType => hasParts ? type : null;

    /// <summary>The marks that it has for one of its members, in a sibling of it.</summary>
    public SensitiveMarks Of(string member) => marks?.GetValueOrDefault(member) ?? default;

    private void Read(JsonProperty member)
    {
        switch (member.Name)
        {
            case "before_sensitive":
                Mark(SensitiveMarks.OfTree(member.Value), "before");
                break;
            case "after_sensitive":
                Mark(SensitiveMarks.OfTree(member.Value), "after");
                break;
            case "sensitive_values":
                Mark(SensitiveMarks.OfTree(member.Value), "values");
                break;
            case "config_sensitive":
                Mark(SensitiveMarks.OfTree(member.Value), "config_values");
                break;
            case "sensitive":
                Mark(SensitiveMarks.OfTree(member.Value), "value", "default");
                break;
            case "sensitive_attributes" when member.Value.ValueKind == JsonValueKind.Array:
                Mark(SensitiveMarks.OfPaths(MarkedPaths.Read(member.Value)), "attributes", "attributes_flat");
                break;
            case "schema_version":
                hasSchemaVersion = true;
                break;
            case "meta":
                hasMeta = true;
                break;
            case "attributes":
                hasAttributes = true;
                break;
            case "type" when member.Value.ValueKind == JsonValueKind.String:
                type = member.Value.GetString();
                break;
            case "instances" or "primary" or "values" or "change" or "expressions":
                hasParts = true;
                break;
        }
    }

    private void Mark(SensitiveMarks found, params ReadOnlySpan<string> members)
    {
        marks ??= new(StringComparer.Ordinal);
        foreach (var member in members)
            marks[member] = Of(member).And(found);
    }
}
