using Azure.Data.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// A <see cref="RecordSeries"/> in the table: one partition an owner, in the order of the ids, so that a record is one
/// write and a list one question. The sweep finds it by one note for each hour in which some of it expires, written
/// before the first record that does.
/// </summary>
internal sealed class SeriesRows
{
    private const int MostNoted = 10_000;

    // The hour last noted for an owner, so that a note is asked for once an hour and not with every record.
    private readonly BoundedCache<(RecordKind Kind, string Owner), string> noted = new(MostNoted);

    /// <summary>The record, or null.</summary>
    public static async Task<StoredRecord?> GetAsync(
        RecordTable table, RecordKind kind, string id, CancellationToken cancellationToken)
    {
        var owner = RecordSeries.Parse(id).Owner;
        return await table.GetEntityIfExistsAsync(TableKeys.Series(kind, owner), id, cancellationToken) is { } entity
            ? Read(kind, owner, entity) : null;
    }

    /// <summary>Stores a new record; false if its id is taken.</summary>
    public async Task<bool> CreateAsync(RecordTable table, StoredRecord record, CancellationToken cancellationToken)
    {
        if (record.ExpiresAt is { } at && TableKeys.Expiry(at) is var hour
            && !(noted.TryGet((record.Kind, record.Owner), out var last) && last == hour))
        {
            await table.AddEntityAsync(new TableEntity(hour, TableKeys.SeriesExpiryRow(record.Kind, record.Owner))
            {
                ["Kind"] = TableKeys.Name(record.Kind),
                ["Owner"] = record.Owner,
            }, cancellationToken);
            noted.Keep((record.Kind, record.Owner), hour);
        }

        var entity = new TableEntity(TableKeys.Series(record.Kind, record.Owner), record.Id)
        {
            ["Content"] = record.Content.ToArray(),
        };
        return await table.AddEntityAsync(entity.Expiring(record.ExpiresAt), cancellationToken);
    }

    /// <summary>Removes the record; false if there was none.</summary>
    public static Task<bool> DeleteAsync(RecordTable table, RecordKind kind, string id, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(TableKeys.Series(kind, RecordSeries.Parse(id).Owner), id, cancellationToken);

    /// <summary>The owner's records from after an id.</summary>
    public static async Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordTable table, RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        var records = new List<StoredRecord>();
        await foreach (var page in table.QueryAsync(TableKeys.SeriesFilter(kind, owner, afterId), limit, cancellationToken))
        {
            records.AddRange(page.Entities.Take(limit - records.Count).Select(entity => Read(kind, owner, entity)));
            if (records.Count == limit)
                break;
        }

        return records;
    }

    /// <summary>Whether this note of the expiry index is a series' own.</summary>
    public static bool IsNote(TableEntity note) =>
        note.Text("Id") is null && note.Text("Owner") is { } owner && Identifier.IsValid(owner)
        && TableKeys.Kind(note.Text("Kind")) is { } kind && RecordSeries.IsOne(kind);

    /// <summary>Removes what expired from the front of the series, and the note once its hour is over; answers how
    /// many.</summary>
    public static async Task<int> SweepAsync(
        RecordTable table, TableEntity note, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (kind, owner) = (TableKeys.Kind(note.Text("Kind"))!.Value, note.Text("Owner")!);
        var deleted = 0;
        await foreach (var page in table.QueryAsync(TableKeys.SeriesFilter(kind, owner, afterId: null), 1000, cancellationToken))
        {
            var over = page.Entities.TakeWhile(
                entity => RecordRow.TryReadTime(entity.Text("ExpiresAt"), out var at) && at < before).ToList();
            await Parallel.ForEachAsync(
                over, new ParallelOptions
                { MaxDegreeOfParallelism = TablesRecordStore.AtOnce, CancellationToken = cancellationToken },
                    async (entity, cancel) =>
            {
                if (await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, cancel))
                    Interlocked.Increment(ref deleted);
            });
            if (over.Count < page.Entities.Count)
                break;
        }

        if (string.CompareOrdinal(note.PartitionKey, TableKeys.Expiry(before)) < 0)
            await table.DeleteEntityAsync(note.PartitionKey, note.RowKey, cancellationToken);
        return deleted;
    }

    private static StoredRecord Read(RecordKind kind, string owner, TableEntity entity) =>
        entity.Bytes("Content") is { Length: <= RecordRow.MaxContent } content && entity.StoredETag() is { } etag
        && RecordRow.TryReadTime(entity.Text("ExpiresAt"), out var expiresAt)
            ? new StoredRecord(kind, entity.RowKey, owner, content) { ExpiresAt = expiresAt, Version = etag }
            : throw new StoreUnavailableException(
                $"The row of {TableKeys.Name(kind)} {(Identifier.IsValid(entity.RowKey) ? entity.RowKey : "?")} is " +
                    "not readable.");
}
