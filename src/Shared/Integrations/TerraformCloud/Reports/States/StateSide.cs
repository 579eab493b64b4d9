namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>A resource instance or an output, as one state has it.</summary>
/// <param name="Type">The resource's type; empty for an output.</param>
/// <param name="Value">Its attributes, or its value.</param>
/// <param name="Marks">What of that is sensitive, as a tree.</param>
internal sealed record StateSide(string Type, JsonElement Value, JsonElement Marks);
