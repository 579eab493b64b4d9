using System.Text.Json.Serialization;

namespace ServerlessMcp.Accounts;

/// <summary>The stored form of a scope: its members, lists of texts.</summary>
internal sealed class AccessScopeConverter : JsonConverter<AccessScope>
{
    /// <inheritdoc/>
    public override AccessScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var members = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        using var scope = JsonDocument.ParseValue(ref reader);
        foreach (var member in scope.RootElement.EnumerateObject())
        {
            // Earlier versions wrote empty lists too.
            if (member.Value.GetArrayLength() > 0)
            {
                members[member.Name] = [.. member.Value.EnumerateArray().Select(entry => entry.GetString()!)];
            }
        }

        return new AccessScope(members);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AccessScope value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, entries) in value.Members)
        {
            writer.WriteStartArray(name);
            foreach (var entry in entries)
            {
                writer.WriteStringValue(entry);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
