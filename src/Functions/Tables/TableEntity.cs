namespace ServerlessMcp.Functions.Tables;

/// <summary>One row of a table, as <c>Azure.Data.Tables.TableEntity</c>: its two keys, what the service adds, and
/// properties that are text or bytes.</summary>
internal sealed class TableEntity(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> properties = new(StringComparer.Ordinal);

    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>The service's mark of this state; null before it is stored.</summary>
    public string? ETag { get; private init; }

    /// <summary>When it was last written, by the service's clock.</summary>
    public DateTimeOffset? Timestamp { get; private init; }

    /// <summary>Sets a property; null leaves it out.</summary>
    public string? this[string name]
    {
        get => properties.GetValueOrDefault(name) as string;
        set => Set(name, value);
    }

    public byte[]? GetBinary(string name) => properties.GetValueOrDefault(name) as byte[];

    public void SetBinary(string name, ReadOnlyMemory<byte> value) => properties[name] = value.ToArray();

    /// <summary>The JSON of https://learn.microsoft.com/rest/api/storageservices/insert-entity; bytes are Edm.Binary,
    /// in base64.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(PartitionKey), PartitionKey);
        writer.WriteString(nameof(RowKey), RowKey);
        foreach (var (name, value) in properties)
        {
            if (value is byte[] bytes)
            {
                writer.WriteString($"{name}@odata.type", "Edm.Binary");
                writer.WriteBase64String(name, bytes);
            }
            else
            {
                writer.WriteString(name, (string)value);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads an entity of an answer with minimal metadata.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static TableEntity Read(JsonElement json)
    {
        try
        {
            var entity = new TableEntity(
                json.GetProperty(nameof(PartitionKey)).GetString()!, json.GetProperty(nameof(RowKey)).GetString()!)
            {
                ETag = json.TryGetProperty("odata.etag", out var etag) ? etag.GetString() : null,
                Timestamp = json.TryGetProperty(nameof(Timestamp), out var timestamp)
                    ? DateTimeOffset.Parse(timestamp.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                    : null,
            };
            foreach (var property in json.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.String || property.Name.Contains("odata", StringComparison.Ordinal))
                    continue;
                if (json.TryGetProperty($"{property.Name}@odata.type", out var type) && type.ValueEquals("Edm.Binary"))
                    entity.properties[property.Name] = property.Value.GetBytesFromBase64();
                else
                    entity.properties[property.Name] = property.Value.GetString()!;
            }

            return entity;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("Not an entity.", e);
        }
    }

    private void Set(string name, string? value)
    {
        if (value is null)
            properties.Remove(name);
        else
            properties[name] = value;
    }
}
