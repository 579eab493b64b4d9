namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>A document as nodes, for what looks here and there in it: made when the first asks, and once. Of most
/// answers nobody does.</summary>
internal ref struct DocumentNodes(ReadOnlySpan<byte> document)
{
    private readonly ReadOnlySpan<byte> document = document;
    private JsonElement? root;

    /// <summary>Whether there is none.</summary>
    public readonly bool IsEmpty => document.IsEmpty;

    /// <summary>Its root.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public JsonElement Root() => root ??= Parse();

    private readonly JsonElement Parse()
    {
        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        return JsonElement.ParseValue(ref reader);
    }
}
