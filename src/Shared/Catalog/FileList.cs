namespace ServerlessMcp.Catalog;

/// <summary>
/// Files as an array of <c>{path, content}</c>, which is what schemas show: some clients close every object of a schema
/// that has no properties, and then refuse each file. A map of paths to texts is taken as well.
/// </summary>
internal static class FileList
{
    /// <summary>The members of an item.</summary>
    public const string Path = "path", Content = "content";

    /// <summary>The map of paths to texts; the value as it came where it is no such array, or has a path twice.</summary>
    public static JsonElement ToMap(JsonElement files)
    {
        var texts = new Dictionary<string, string>();
        foreach (var file in files.EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object || file.GetPropertyCount() != 2
                || Text(file, Path) is not { } path || Text(file, Content) is not { } content
                || !texts.TryAdd(path, content))
            {
                return files;
            }
        }

        var map = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(map))
        {
            writer.WriteStartObject();
            foreach (var (path, content) in texts)
            {
                writer.WriteString(path, content);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(map.WrittenSpan);
    }

    private static string? Text(JsonElement file, string name)
    {
        try
        {
            return file.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // A lone surrogate, in the text or in another key.
        }
    }
}
