using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>Where the resources of a document's <c>included</c> are, by type and id. It stands after <c>data</c>, so it takes a pass of its own, made when the first is looked for.</summary>
internal sealed class IncludedResources
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<int, int> lastByHash = [];
    private bool isIndexed;

    /// <summary>The resource object; false if it isn't included.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public bool TryFind(
        ReadOnlySpan<byte> document, scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> id, out ReadOnlySpan<byte> resource)
    {
        resource = default;
        if (!isIndexed)
            Index(document);
        if (entries.Count == 0 || !lastByHash.TryGetValue(Hash(type, id), out var position))
            return false;
        for (; position >= 0; position = entries[position].Previous)
        {
            var entry = entries[position];
            if (!document[entry.Id].SequenceEqual(id) || !document[entry.Type].SequenceEqual(type))
                continue;
            resource = document[entry.Resource];
            return true;
        }

        return false;
    }

    private void Index(ReadOnlySpan<byte> document)
    {
        isIndexed = true;

        // A search for the word costs microseconds and saves most documents the pass.
        if (document.IndexOf("\"included\""u8) < 0)
            return;
        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIncluded = reader.ValueTextEquals("included"u8);
            reader.Read();
            if (!isIncluded || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Add(ref reader, document);
            return;
        }
    }

    private void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var start = (int)reader.TokenStartIndex;
        Range type = default, id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if ((isType || isId) && reader.TokenType == JsonTokenType.String)
            {
                var first = (int)reader.TokenStartIndex + 1;
                var range = first..(first + reader.ValueSpan.Length);
                if (isType)
                    type = range;
                else
                    id = range;
            }

            reader.Skip();
        }

        var hash = Hash(document[type], document[id]);
        entries.Add(new Entry(type, id, start..(int)reader.BytesConsumed, lastByHash.GetValueOrDefault(hash, -1)));
        lastByHash[hash] = entries.Count - 1;
    }

    private static int Hash(ReadOnlySpan<byte> type, ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(type);
        hash.AddBytes(id);
        return hash.ToHashCode();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(Range Type, Range Id, Range Resource, int Previous);
}
