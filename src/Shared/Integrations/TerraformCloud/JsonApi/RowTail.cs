namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>What stands in each row behind its fields, made of several parts of the resource. One per call.</summary>
internal abstract class RowTail
{
    /// <summary>The parts: attributes, relationships, and attributes of what came along with one
    /// (<c>locked_by.username</c>).</summary>
    public abstract FieldNode Reads { get; }

    /// <summary>Writes the members that there are.</summary>
    /// <param name="writer">Inside the row.</param>
    /// <param name="parts">A document of the parts alone: <c>data</c> is the resource without its id, and
    /// <c>included</c> what came along.</param>
    public abstract void Write(Utf8JsonWriter writer, JsonElement parts);
}
