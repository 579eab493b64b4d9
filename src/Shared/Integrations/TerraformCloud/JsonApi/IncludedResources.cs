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
    private (int Start, int End) array = (-1, -1);
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
        {
            return false;
        }

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

    /// <summary>Skips the value under the cursor; where it is what was indexed, at once, for it has been read.</summary>
    public void Skip(scoped ref JsonCursor reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray && reader.TokenStart == array.Start)
            reader.SkipTo(array.End);
        else
            reader.Skip();
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
            {
                array = (start, end);
                return;
            }

            entries.Clear();
            lastByHash.Clear();
        }
    }

    // Answers where the array that starts here has ended; -1 if it is no array of objects.
    private int AddAll(ReadOnlySpan<byte> document, int start)
    {
        var reader = new JsonCursor(document[start..], depth: 1);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            Add(document, start, ref reader);
        return reader.TokenType == JsonTokenType.EndArray ? start + reader.BytesConsumed : -1;
    }

    private void Add(ReadOnlySpan<byte> document, int start, scoped ref JsonCursor reader)
    {
        var first = start + reader.TokenStart;
        Range type = default, id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSought = type.Equals(default) || id.Equals(default);
            var isType = isSought && reader.ValueTextEquals("type"u8);
            var isId = isSought && reader.ValueTextEquals("id"u8);
            reader.Read();
            if ((isType || isId) && reader.TokenType == JsonTokenType.String)
            {
                var text = start + reader.TokenStart + 1;
                var range = text..(text + reader.ValueSpan.Length);
                if (isType)
                    type = range;
                else
                    id = range;
            }

            reader.Skip();
        }

        var hash = Hash(document[type], document[id]);
        entries.Add(new Entry(type, id, first..(start + reader.BytesConsumed), lastByHash.GetValueOrDefault(hash, -1)));
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
