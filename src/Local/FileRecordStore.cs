using ServerlessMcp.Records;
using static ServerlessMcp.Local.RecordFile;

namespace ServerlessMcp.Local;

/// <summary>
/// Records as files of one folder, for the host on one machine; docs/storage.md has the layout and why no moment of a
/// crash can hurt it. Writers take turns (<see cref="StoreLock"/>), also over processes. Readers take no lock: a file's
/// name always leads to one whole state. A file that is not the record its name says makes reads of it, and listings it
/// belongs to, fail: a listing that left it out would let "revoke all" miss a URL that works again once the file is
/// repaired. <see cref="DeleteAsync"/> removes such a file unread, which is the way out.
/// </summary>
/// <remarks>Reads are synchronous inside: small files in the page cache take microseconds, less than the switch to
/// another thread that .NET's asynchronous file access is.</remarks>
/// <param name="directory">The data folder; made when the first record is written.</param>
/// <param name="clock">Times the wait for the lock.</param>
/// <param name="mostAuditEntries">How many entries the audit trail may have; then none is taken.</param>
/// <param name="warn">Told before there are that many.</param>
internal sealed class FileRecordStore(
    string directory, TimeProvider clock, long mostAuditEntries = FileRecordStore.MostAuditEntries,
    Action<string>? warn = null) : IRecordStore
{
    /// <summary>The entries of about 1 GB of disk.</summary>
    public const long MostAuditEntries = 250_000;

    private const int MostFound = 4096;

    // Records of a URL or an account are shorter, nearly always; so 16 MB at most are remembered.
    private const int MostRemembered = 4096;

    // In whose folder a record was, which is looked into first, and what its file was: gone or written since, it is read anew.
    private readonly BoundedCache<(RecordKind Kind, string Id), (string Owner, FileStamp Stamp, StoredRecord? Record)> found =
        new(MostFound);

    private readonly AuditRoom room = new(Path.GetFullPath(directory), mostAuditEntries, warn ?? (_ => { }), clock);
    private readonly RecordFolders folders = new(Path.GetFullPath(directory));
    private readonly StoreLock storeLock = new(Path.GetFullPath(directory), clock);

    /// <inheritdoc/>
    public Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Try(kind, id, () => Find(kind, id)));
    }

    private StoredRecord? Find(RecordKind kind, string id)
    {
        if (found.TryGet((kind, id), out var last))
        {
            var stamp = FileStamp.Of(folders.File(kind, last.Owner, id));
            if (stamp == last.Stamp && last.Record is not null)
                return last.Record;
            if (stamp is { } now && ReadAndRemember(kind, last.Owner, id, now) is { } again)
                return again;
        }

        foreach (var owner in folders.OwnersOf(kind, id))
        {
            if (FileStamp.Of(folders.File(kind, owner, id)) is { } stamp && ReadAndRemember(kind, owner, id, stamp) is { } record)
                return record;
        }

        return null;
    }

    // The stamp is older than what is read: if the file changes between the two, the next look sees another one.
    private StoredRecord? ReadAndRemember(RecordKind kind, string owner, string id, FileStamp stamp)
    {
        if (ReadRecord(kind, owner, id) is not { } record)
            return null;
        found.Keep((kind, id), (owner, stamp, stamp.IsSettled && record.Content.Length <= MostRemembered ? record : null));
        return record;
    }

    /// <inheritdoc/>
    public async Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        if (RecordSeries.IsOne(record.Kind))
            RecordSeries.Check(record.Id, record.Owner);
        var path = folders.File(record.Kind, record.Owner, record.Id);
        var bytes = RecordEnvelope.Write(record);
        using var held = await storeLock.AcquireAsync(cancellationToken);
        return Try(record.Kind, record.Id, () =>
        {
            if (folders.OwnersOf(record.Kind, record.Id).Any())
                return false;
            if (record.Kind == RecordKind.AuditEntry)
                room.Take();
            DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
            DurableFile.Write(path, bytes, overwrite: false);
            return true;
        });
    }

    /// <inheritdoc/>
    /// <remarks>A record keeps its owner: under another one this is false, as for a record that is gone.</remarks>
    public async Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        if (record.Version is null || RecordSeries.IsOne(record.Kind))
        {
            throw new ArgumentException(
                "A record is replaced on the condition of its version, and this one has none or is of a series.",
                nameof(record));
        }

        var path = folders.File(record.Kind, record.Owner, record.Id);
        var bytes = RecordEnvelope.Write(record);
        using var held = await storeLock.AcquireAsync(cancellationToken);
        return Try(record.Kind, record.Id, () =>
        {
            if (ReadRecord(record.Kind, record.Owner, record.Id)?.Version != record.Version)
                return false;
            DurableFile.Write(path, bytes, overwrite: true);
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        RecordFolders.Valid(id);
        using var held = await storeLock.AcquireAsync(cancellationToken);
        return Try(kind, id, () =>
        {
            var owners = folders.OwnersOf(kind, id).ToList();
            owners.ForEach(owner => DurableFile.Delete(folders.File(kind, owner, id)));
            return owners.Count > 0;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        if (afterId is not null)
            RecordFolders.Valid(afterId);

        var page = new List<StoredRecord>();
        foreach (var id in Try(kind, owner, () => folders.Ids(kind, owner, afterId)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Try(kind, id, () => ReadRecord(kind, owner, id)) is { } record)
                page.Add(record);
            if (page.Count == limit)
                break;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<StoredRecord>>(page);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListIdsAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>(
            [.. Try(kind, owner, () => folders.Ids(kind, owner, afterId)).Take(limit)]);
    }

    /// <inheritdoc/>
    /// <remarks>Not flushed to disk: a killed process loses nothing, and a power cut gives back the calls of its last
    /// seconds.</remarks>
    public async Task<bool> TakeAsync(
        string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        const RecordKind Counts = RecordKind.CallCount;
        var path = folders.File(Counts, owner, id);
        cancellationToken.ThrowIfCancellationRequested();
        using var held = await storeLock.AcquireAsync(cancellationToken);
        return Try(Counts, id, () =>
        {
            var taken = ReadRecord(Counts, owner, id) is { } record ? CallCounter.Taken(record) : 0;
            if (taken >= limit)
                return false;
            DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
            DurableFile.Write(
                path, RecordEnvelope.Write(CallCounter.Record(owner, id, taken + 1, expiresAt)), overwrite: true,
                flush: false);
            return true;
        });
    }

    /// <inheritdoc/>
    /// <remarks>Also removes what killed writers left. A file it can't read stays, and is reported once everything else
    /// is done.</remarks>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        StoreUnavailableException? unreadable = null;
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            foreach (var owner in Try(kind, "*", () => folders.Owners(kind).ToList()))
            {
                foreach (var id in Try(kind, owner, () => folders.Ids(kind, owner, afterId: null)))
                {
                    try
                    {
                        if (IsExpired(kind, owner, id, before))
                            deleted += await DeleteIfExpiredAsync(kind, owner, id, before, cancellationToken);
                        else if (RecordSeries.IsOne(kind))
                            break; // A series goes from the front, and what follows is not older.
                    }
                    catch (StoreUnavailableException e)
                    {
                        unreadable ??= e;
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            await DeleteUnfinishedAsync(kind, cancellationToken);
        }

        return unreadable is null ? deleted : throw unreadable;
    }

    private StoredRecord? ReadRecord(RecordKind kind, string owner, string id) =>
        Read(folders.File(kind, owner, id), kind, owner, id);

    private bool IsExpired(RecordKind kind, string owner, string id, DateTimeOffset before) =>
        Try(kind, id, () => ReadRecord(kind, owner, id))?.ExpiresAt < before;

    // Read again under the lock: the expiry may have been moved since the first look.
    private async Task<int> DeleteIfExpiredAsync(
        RecordKind kind, string owner, string id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        using var held = await storeLock.AcquireAsync(cancellationToken);
        if (!IsExpired(kind, owner, id, before))
            return 0;
        return Try(kind, id, () =>
        {
            DurableFile.Delete(folders.File(kind, owner, id));
            room.Return(kind == RecordKind.AuditEntry ? 1 : 0);
            return 1;
        });
    }

    private async Task DeleteUnfinishedAsync(RecordKind kind, CancellationToken cancellationToken)
    {
        using var held = await storeLock.AcquireAsync(cancellationToken);
        Try(kind, "*", () =>
        {
            var unfinished = folders.Unfinished(kind).ToList();
            unfinished.ForEach(File.Delete);
            return unfinished.Count;
        });
    }
}
