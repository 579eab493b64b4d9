using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>Where the resources of a document's <c>included</c> are, by type and id. It stands after <c>data</c>, so it takes a pass of its own, made when the first is looked for.</summary>
internal sealed class IncludedResources
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

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
        var start = Find(document);
        if (start < 0)
            return;
        var reader = new Utf8JsonReader(document[start..], ResourceReader.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            Add(ref reader, document, start);
    }

    // Reading all of data a second time only to find what stands after it would cost as much as the rows. In JSON the bytes "included", with both quotes, are always
    // a whole string: inside a longer one the quotes would be escaped. So it is the last of them that is a name before an array, if what follows that array
    // closes one object and no more. Anything else is not worth finding: the rows then have ids instead of nested objects.
    private static int Find(ReadOnlySpan<byte> document)
    {
        var name = "\"included\""u8;
        for (var end = document.LastIndexOf(name); end >= 0; end = document[..end].LastIndexOf(name))
        {
            var start = SkipSpace(document, end + name.Length);
            if (start < document.Length && document[start] == (byte)':' && (start = SkipSpace(document, start + 1)) < document.Length
                && document[start] == (byte)'[' && Closes(document[start..]) == 1)
                return start;
        }

        return -1;
    }

    private static int SkipSpace(ReadOnlySpan<byte> document, int at)
    {
        var skipped = document[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return skipped < 0 ? document.Length : at + skipped;
    }

    // How many more brackets are closed than opened, outside of strings.
    private static int Closes(ReadOnlySpan<byte> rest)
    {
        var depth = 0;
        for (var at = rest.IndexOfAny(Structure); at >= 0;)
        {
            switch (rest[at])
            {
                case (byte)'"':
                    at = EndOfString(rest, at + 1);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            var next = at + 1 < rest.Length ? rest[(at + 1)..].IndexOfAny(Structure) : -1;
            at = next < 0 ? -1 : at + 1 + next;
        }

        return -depth;
    }

    private static int EndOfString(ReadOnlySpan<byte> rest, int at)
    {
        while (at < rest.Length)
        {
            var found = rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                return rest.Length;
            at += found;
            if (rest[at] == (byte)'"')
                return at;
            at += 2;
        }

        return rest.Length;
    }

    private void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, int offset)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var start = offset + (int)reader.TokenStartIndex;
        Range type = default, id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if ((isType || isId) && reader.TokenType == JsonTokenType.String)
            {
                var first = offset + (int)reader.TokenStartIndex + 1;
                var range = first..(first + reader.ValueSpan.Length);
                if (isType)
                    type = range;
                else
                    id = range;
            }

            reader.Skip();
        }

        var hash = Hash(document[type], document[id]);
        entries.Add(new Entry(type, id, start..(offset + (int)reader.BytesConsumed), lastByHash.GetValueOrDefault(hash, -1)));
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
