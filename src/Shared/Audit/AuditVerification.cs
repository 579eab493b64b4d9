namespace ServerlessMcp.Audit;

/// <summary>
/// Holds exports of one chain, one after the other, against their hashes, numbers and signed manifests: finds an entry
/// that was changed, dropped, added or moved, and an end that was cut off.
/// </summary>
/// <param name="key">The public key; null checks all but the signature, and says so.</param>
public sealed class AuditVerification(ECDsa? key)
{
    private readonly List<string> complaints = [];
    private readonly Dictionary<long, string> hashes = [];
    private AuditManifest? last;

    /// <summary>What is wrong; empty if nothing is.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>How many entries were read.</summary>
    public long Count { get; private set; }

    /// <summary>The manifest read last; null before the first.</summary>
    public AuditManifest? Manifest => last;

    /// <summary>The first entry's number; what stood before it is in another export, or its time was over.</summary>
    public long? First { get; private set; }

    /// <summary>Reads one export. The one after it has to go on where it ends.</summary>
    /// <param name="name">What to call it in complaints.</param>
    /// <param name="export">The file's bytes.</param>
    public void Read(string name, ReadOnlyMemory<byte> export)
    {
        AuditLine? before = null;
        AuditManifest? manifest = null;
        var lines = 0L;
        foreach (var (number, line) in Lines(export))
        {
            if (manifest is not null)
            {
                Complain(name, number, "something stands behind the manifest");
            }
            else if (line.Span.StartsWith("{\"manifest\":"u8))
            {
                manifest = Manifested(name, number, line, before, lines);
            }
            else if (AuditLine.Read(line, out var complaint) is { } entry)
            {
                lines++;
                Follow(name, number, before, entry);
                hashes[entry.Sequence] = entry.Hash;
                before = entry;
            }
            else
            {
                lines++;
                Complain(name, number, complaint!);
            }
        }

        if (manifest is null)
        {
            Complain(name, null, "the manifest is missing: the end is cut off");
        }

        (last, Count) = (manifest ?? last, Count + lines);
    }

    private void Follow(string name, long number, AuditLine? before, AuditLine entry)
    {
        First ??= entry.Sequence;
        var (sequence, hash, chain) = before is not null ? (before.Sequence, before.Hash, before.Chain)
            : last is not null ? (last.Last, last.Hash, last.Chain)
            : (entry.Sequence - 1, entry.Previous, entry.Chain);
        if (entry.Chain != chain)
        {
            Complain(name, number, $"it is of the chain {entry.Chain}, not of {chain}");
        }
        else if (entry.Sequence != sequence + 1)
        {
            Complain(name, number, $"entry {entry.Sequence} stands after entry {sequence}: some are missing, moved or added");
        }
        else if (entry.Previous != hash)
        {
            Complain(name, number, $"entry {entry.Sequence} does not link to the entry before it");
        }
    }

    private AuditManifest? Manifested(string name, long number, ReadOnlyMemory<byte> line, AuditLine? end, long lines)
    {
        if (AuditManifest.Read(line, key, out var isSigned) is not { } manifest)
        {
            Complain(name, number, "the manifest is not readable");
            return null;
        }

        if (key is not null && !isSigned)
        {
            Complain(name, number, manifest.KeyId == AuditKey.IdOf(key)
                ? "the manifest was changed: its signature is not good"
                : $"the manifest is signed with another key, {manifest.KeyId}");
        }

        if (lines != manifest.Count
            || (end is not null
                && (end.Sequence, end.Hash, end.Chain) != (manifest.Last, manifest.Hash, manifest.Chain)))
        {
            Complain(name, number, $"the manifest tells of {manifest.Count} entries from {manifest.First} to " +
                $"{manifest.Last}; these are others, or the end is cut off");
        }

        // Without an entry there is no link to follow: any empty export would hide what was cut off behind the one before.
        if (end is null && last is not null && (!last.IsWhole || (manifest.Chain, manifest.First) != (last.Chain, last.Last + 1)))
        {
            Complain(name, number,
                $"it has no entries and does not go on after entry {last.Last} of {last.Chain}: some are missing");
        }

        // Whoever writes an entry anew, and all after it with new hashes, has this one to think of too.
        if (manifest.Head is { } noted && hashes.TryGetValue(noted, out var hash) && hash != manifest.HeadHash)
        {
            Complain(name, number, $"entry {noted} is not the one that the store noted when it was written");
        }

        if (manifest is { IsWhole: true, Head: { } head } && head > manifest.Last)
        {
            Complain(name, number, $"the store once had entry {head}, and the export ends with {manifest.Last}: the " +
                "end is missing in the store");
        }

        return manifest;
    }

    private void Complain(string name, long? line, string complaint) =>
        complaints.Add(line is null ? $"{name}: {complaint}." : $"{name}, line {line}: {complaint}.");

    private static IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> Lines(ReadOnlyMemory<byte> export)
    {
        for (var number = 1L; !export.IsEmpty; number++)
        {
            var end = export.Span.IndexOf((byte)'\n');
            var line = end < 0 ? export : export[..end];
            export = end < 0 ? default : export[(end + 1)..];
            yield return (number, line);
        }
    }
}
