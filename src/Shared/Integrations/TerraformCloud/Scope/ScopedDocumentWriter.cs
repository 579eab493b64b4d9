using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>Writes a document again without what lies outside of the scope.</summary>
internal sealed class ScopedDocumentWriter(ScopeJudge judge)
{
    // What counts the whole organization.
    private static readonly (string Type, string Attribute)[] Counts =
        [("tags", "instance-count"), ("provider-sets", "workspace-count"), ("provider-sets", "project-count")];

    private readonly ScopedMentions mentions = new(judge);

    /// <summary>Writes a document in the API's form.</summary>
    public ReadOnlyMemory<byte> Write(
        IEnumerable<JsonElement> page, IEnumerable<JsonElement> others, bool asArray,
        IEnumerable<KeyValuePair<string, int>> pagination)
    {
        List<JsonElement> includable = [.. others];
        mentions.NoteForeign(includable);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        if (asArray)
        {
            writer.WriteStartArray();
        }

        foreach (var row in page)
        {
            WriteResource(row, writer);
        }

        if (asArray)
        {
            writer.WriteEndArray();
        }

        WriteIncluded(includable, writer);
        writer.WriteStartObject("meta");
        writer.WriteStartObject("pagination");
        foreach (var (name, number) in pagination)
        {
            writer.WriteNumber(name, number);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    // Only what is still mentioned, by a row or by what a row includes; so what was left out takes all with it that
    // came in through it.
    private void WriteIncluded(List<JsonElement> others, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("included");
        for (var isDone = false; !isDone;)
        {
            isDone = true;
            for (var i = others.Count - 1; i >= 0; i--)
            {
                if (ResourceJson.Identifier(others[i]) is not { } identifier || !mentions.Has(identifier))
                {
                    continue;
                }

                if (mentions.MayInclude(identifier))
                {
                    WriteResource(others[i], writer);
                    isDone = false;
                }

                others.RemoveAt(i);
            }
        }

        writer.WriteEndArray();
    }

    private void WriteResource(JsonElement resource, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in resource.EnumerateObject())
        {
            if (member.NameEquals("relationships") && member.Value.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject("relationships");
                foreach (var relationship in member.Value.EnumerateObject())
                {
                    ScopedRelationship.Write(resource, relationship, mentions, writer);
                }

                writer.WriteEndObject();
            }
            else if (member.NameEquals("attributes") && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteAttributes(ResourceJson.Text(resource, "type"), member.Value, writer);
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteAttributes(string? type, JsonElement attributes, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("attributes");
        foreach (var attribute in attributes.EnumerateObject().Where(attribute => !Counts.Contains((type ?? "", attribute.Name))))
        {
            attribute.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
