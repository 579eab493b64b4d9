using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>A boolean that stands there only if it is true: <c>"locked":true</c>. Where the API does not say it at all
/// it is <c>unknown</c>, because an absent one is false.</summary>
/// <param name="Name">The attribute, in snake_case.</param>
internal sealed record Truth(string Name) : ToldMember(Name, Name)
{
    private readonly string wireName = Name.Replace('_', '-');

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        switch (row.Attribute(wireName).ValueKind)
        {
            case JsonValueKind.True:
                writer.WriteBoolean(Name, true);
                break;
            case JsonValueKind.Undefined:
                writer.WriteString(Name, "unknown");
                break;
        }
    }
}
