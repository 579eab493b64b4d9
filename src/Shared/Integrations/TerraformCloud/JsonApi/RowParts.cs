using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// The parts of a resource that a <see cref="RowTail"/> reads, kept while the row is written, as a small document of
/// their own. A DOM of the whole answer took a third of a call that lists 20 workspaces (87 KB).
/// </summary>
internal sealed class RowParts(RowTail tail)
{
    private readonly ArrayBufferWriter<byte> attributes = new();
    private readonly ArrayBufferWriter<byte> relationships = new();
    private readonly ArrayBufferWriter<byte> included = new();
    private readonly ArrayBufferWriter<byte> whole = new();

    /// <summary>Which.</summary>
    public FieldNode Reads => tail.Reads;

    /// <summary>Keeps an attribute: its name and its value, as the document has them.</summary>
    public void Attribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Keep(attributes, name, value);

    /// <summary>Keeps a relationship.</summary>
    public void Relationship(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Keep(relationships, name, value);

    /// <summary>Keeps attributes of a resource that came along.</summary>
    /// <exception cref="JsonException">It is malformed.</exception>
    public void Include(ReadOnlySpan<byte> id, ReadOnlySpan<byte> resource, FieldNode reads)
    {
        Separate(included);
        using var writer = new Utf8JsonWriter(included);
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteStartObject("attributes"u8);
        var reader = new JsonCursor(resource);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAttributes = reader.ValueTextEquals("attributes"u8);
            reader.Read();
            if (isAttributes && reader.TokenType == JsonTokenType.StartObject)
                KeepSelected(ref reader, resource, reads, writer);
            else
                reader.Skip();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the tail of the row whose parts have been kept, and is ready for the next.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        whole.Write("{\"data\":{\"attributes\":{"u8);
        whole.Write(attributes.WrittenSpan);
        whole.Write("},\"relationships\":{"u8);
        whole.Write(relationships.WrittenSpan);
        whole.Write("}},\"included\":["u8);
        whole.Write(included.WrittenSpan);
        whole.Write("]}"u8);
        using (var document = JsonDocument.Parse(whole.WrittenMemory, new() { MaxDepth = ResourceReader.MaxDepth }))
        {
            tail.Write(writer, document.RootElement);
        }

        attributes.ResetWrittenCount();
        relationships.ResetWrittenCount();
        included.ResetWrittenCount();
        whole.ResetWrittenCount();
    }

    private static void KeepSelected(
        ref JsonCursor reader, ReadOnlySpan<byte> resource, FieldNode reads, Utf8JsonWriter writer)
    {
        Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
        while (reader.ReadMember(reads.Members, out _))
        {
            var name = reader.Utf8();
            var isRead = reads.Child(SnakeCase.Convert(name, buffer)) is not null;
            reader.Read();
            var start = reader.TokenStart;
            reader.Skip();
            if (isRead)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(resource[start..reader.BytesConsumed], skipInputValidation: true);
            }
        }
    }

    private static void Keep(ArrayBufferWriter<byte> members, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Separate(members);
        members.Write("\""u8);
        members.Write(name);
        members.Write("\":"u8);
        members.Write(value);
    }

    private static void Separate(ArrayBufferWriter<byte> members)
    {
        if (members.WrittenCount > 0)
            members.Write(","u8);
    }
}
