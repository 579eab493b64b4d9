using System.Runtime.InteropServices;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>Where the resources of a document's <c>included</c> are, by type and id. It stands after <c>data</c>, so it
/// takes a pass of its own, made when the first is looked for.</summary>
internal sealed class IncludedResources
{
    // A user's own value may say "included" a million times, and each try reads to the end.
    private const int MaxTries = 8;

    // A page of a hundred runs with their workspaces takes five times what it includes.
    private const int MaxTimes = 16;
    private const int MinTaken = 1024 * 1024;

    private readonly List<Entry> entries = [];
    private readonly Dictionary<int, int> lastByHash = [];
    private bool isIndexed;
    private long taken;

    /// <summary>
    /// The resource object, to be written; false if it isn't included, or if the document makes more of what it
    /// includes than anybody reads: a thousand rows that all name one resource of a megabyte would be a gigabyte. The
    /// rows then have its id.
    /// </summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public bool TryTake(
        ReadOnlySpan<byte> document, scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> id,
        out ReadOnlySpan<byte> resource)
    {
        if (!TryFind(document, type, id, out resource)
            || taken + resource.Length > Math.Max(MinTaken, (long)document.Length * MaxTimes))
            return false;
        taken += resource.Length;
        return true;
    }

    /// <summary>The resource object; false if it isn't included.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public bool TryFind(
        ReadOnlySpan<byte> document, scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> id,
        out ReadOnlySpan<byte> resource)
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

    // Reading all of data a second time only to find what stands after it would cost as much as the rows. In JSON the
    // bytes "included", with both quotes, are always a whole string: inside a longer one the quotes would be escaped.
    // So it is the last of them that is a name before an array of objects, if what follows closes one object and no
    // more. Anything else is not worth finding: the rows then have ids instead of nested objects.
    private void Index(ReadOnlySpan<byte> document)
    {
        isIndexed = true;
        var name = "\"included\""u8;
        var tries = MaxTries;
        for (var at = document.LastIndexOf(name); at >= 0 && tries-- > 0; at = document[..at].LastIndexOf(name))
        {
            var start = JsonSpan.SkipSpace(document, at + name.Length);
            if (start >= document.Length || document[start] != (byte)':')
                continue;
            start = JsonSpan.SkipSpace(document, start + 1);
            if (start < document.Length && document[start] == (byte)'[' && AddAll(document, start) is var end and >= 0
                && JsonSpan.Closes(document[end..]) == 1)
                return;
            entries.Clear();
            lastByHash.Clear();
        }
    }

    // Answers where the array that starts here has ended; -1 if it is no array of objects.
    private int AddAll(ReadOnlySpan<byte> document, int start)
    {
        var at = start;
        do
        {
            at = JsonSpan.SkipSpace(document, at + 1);
            var end = JsonSpan.EndOfObjectOrArray(document, at);
            if (end < 0 || document[at] != (byte)'{')
                return -1;
            Add(document, at, end);
            at = JsonSpan.SkipSpace(document, end);
        }
        while (at < document.Length && document[at] == (byte)',');
        return at < document.Length && document[at] == (byte)']' ? at + 1 : -1;
    }

    // Type and id come first, as a rule, so little of the resource is read here. The reader of the rows reads all of
    // it, and refuses what is malformed.
    private void Add(ReadOnlySpan<byte> document, int start, int end)
    {
        var reader = new Utf8JsonReader(document[start..end], ResourceReader.ReaderOptions);
        Range type = default, id = default;
        reader.Read();
        while ((type.Equals(default) || id.Equals(default)) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if ((isType || isId) && reader.TokenType == JsonTokenType.String)
            {
                var first = start + (int)reader.TokenStartIndex + 1;
                var range = first..(first + reader.ValueSpan.Length);
                if (isType)
                    type = range;
                else
                    id = range;
            }

            reader.Skip();
        }

        var hash = Hash(document[type], document[id]);
        entries.Add(new Entry(type, id, start..end, lastByHash.GetValueOrDefault(hash, -1)));
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
