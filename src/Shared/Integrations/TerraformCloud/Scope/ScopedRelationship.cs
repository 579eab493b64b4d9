namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>A relationship without what it may not name.</summary>
internal static class ScopedRelationship
{
    /// <summary>Writes it, if anything is left of it.</summary>
    public static void Write(
        JsonElement resource, JsonProperty relationship, ScopedMentions mentions, Utf8JsonWriter writer)
    {
        if (relationship.Value.ValueKind != JsonValueKind.Object || !relationship.Value.TryGetProperty("data", out var data)
            || data.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
        {
            return;
        }

        // That there is none is told: what is left out without a word would read as not known.
        if (data.ValueKind == JsonValueKind.Null)
        {
            writer.WriteStartObject(relationship.Name);
            writer.WriteNull("data");
            writer.WriteEndObject();
            return;
        }

        var identifiers = (data.ValueKind == JsonValueKind.Object ? [data] : data.EnumerateArray().ToArray())
            .Where(identifier => mentions.MayName(resource, relationship.Name, identifier)).ToArray();
        if (data.ValueKind == JsonValueKind.Object && identifiers.Length == 0)
        {
            return;
        }

        writer.WriteStartObject(relationship.Name);
        writer.WritePropertyName("data");
        if (data.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
        }

        foreach (var identifier in identifiers)
        {
            identifier.WriteTo(writer);
        }

        if (data.ValueKind == JsonValueKind.Array)
        {
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
