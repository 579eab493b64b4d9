using System.Diagnostics.CodeAnalysis;
using Azure.Data.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// Records in one table of Azure Tables; docs/storage.md has its rows. A record is one row, so a read by id is one
/// consistent read and a change is one conditional write. Notes lead to it from its owner and from the hour it expires
/// in: they are written before the record and removed after it, so that a record always has its notes, wherever a write
/// is cut off. A note that leads nowhere is skipped, and swept.
/// </summary>
/// <remarks>Making one connects to nothing: the first question does.</remarks>
/// <param name="options">Where the table is.</param>
/// <param name="time">The clock of call counts.</param>
[SuppressMessage("Design", "CA1001",
    Justification = "A SemaphoreSlim holds nothing to release until someone asks for its wait handle.")]
internal sealed class TablesRecordStore(TablesOptions options, TimeProvider time) : IRecordStore
{
    // Azure.Core's transport keeps 50 connections to a server; the rest is for the calls that go on meanwhile.
    internal const int AtOnce = 32;

    private readonly Lazy<RecordTable> connected = new(() => options.Connect());
    private readonly SeriesRows series = new();
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1, 1))];

    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        TableKeys.Valid(id);
        return RecordSeries.IsOne(kind)
            ? await AskAsync("read", kind, id, table => SeriesRows.GetAsync(table, kind, id, cancellationToken),
                cancellationToken)
            : (await ReadAsync(kind, id, cancellationToken))?.Record;
    }

    /// <inheritdoc/>
    public Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        var row = RecordRow.New(RecordRow.Valid(record));
        if (RecordSeries.IsOne(record.Kind))
        {
            return AskAsync("create", record.Kind, record.Id,
                table => series.CreateAsync(table, record, cancellationToken), cancellationToken);
        }

        return AskAsync("create", record.Kind, record.Id, async table =>
        {
            // One after the other, the expiry note first: it leads the sweep to the owner's, should this be cut off in between.
            if (row.ToExpiryNote() is { } note)
                await table.AddEntityAsync(note, cancellationToken);
            await table.AddEntityAsync(row.ToOwnerNote(), cancellationToken);
            if (await table.AddEntityAsync(row.ToEntity(), cancellationToken))
                return true;

            // The id is taken, so the index rows of this try go. One that stays behind is removed by the sweep.
            await TidyAsync(table, row, cancellationToken);
            return false;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A record keeps its owner: under another one this is false, as for a record that is gone.</remarks>
    public Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        RecordRow.Valid(record);
        if (record.Version is not { } version || RecordSeries.IsOne(record.Kind))
        {
            throw new ArgumentException(
                "A record is replaced on the condition of its version, and this one has none or is of a series.",
                nameof(record));
        }

        return AskAsync("replace", record.Kind, record.Id, async table =>
        {
            var current = await ReadAsync(table, record.Kind, record.Id, cancellationToken);
            if (current?.Record.Version != version || current.Record.Owner != record.Owner)
                return false;

            var moved = current.Record.ExpiresAt != record.ExpiresAt;
            var next = current with { Record = record, ExpiryMark = moved ? RecordRow.NewMark() : current.ExpiryMark };
            if (moved && next.ToExpiryNote() is { } note)
                await table.AddEntityAsync(note, cancellationToken);
            var replaced = await table.UpdateEntityAsync(next.ToEntity(), version, cancellationToken);
            if (moved && (replaced ? current : next).ToExpiryNote() is { } useless)
                await TidyAsync(table, useless, cancellationToken);
            return replaced;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The record goes first: then it is revoked, and a failure to remove its notes is none of the caller's.</remarks>
    public Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        TableKeys.Valid(id);
        if (RecordSeries.IsOne(kind))
        {
            return AskAsync("delete", kind, id, table => SeriesRows.DeleteAsync(table, kind, id, cancellationToken),
                cancellationToken);
        }

        return AskAsync("delete", kind, id, async table =>
        {
            var entity = await table.GetEntityIfExistsAsync(TableKeys.Record(kind, id), id, cancellationToken);
            if (entity is null || !await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, cancellationToken))
                return false;
            if (Readable(kind, id, entity) is { } row)
                await TidyAsync(table, row, cancellationToken);
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        TableKeys.Valid(owner);
        if (afterId is not null)
            TableKeys.Valid(afterId);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        if (RecordSeries.IsOne(kind))
        {
            return AskAsync("list", kind, owner,
                table => SeriesRows.ListAsync(table, kind, owner, afterId, limit, cancellationToken),
                cancellationToken);
        }

        return AskAsync<IReadOnlyList<StoredRecord>>("list", kind, owner, async table =>
        {
            var records = new List<StoredRecord>();
            await foreach (var page in table.QueryAsync(TableKeys.OwnerFilter(kind, owner, afterId), limit, cancellationToken))
            {
                var notes = page.Entities.Select(entity => TableKeys.ReadOwnerRow(entity.RowKey))
                    .Where(note => Identifier.IsValid(note.Id)).ToList();
                var rows = new RecordRow?[notes.Count];
                await Parallel.ForAsync(
                    0, notes.Count, new ParallelOptions
                    { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, cancel) =>
                rows[i] = await ReadAsync(table, kind, notes[i].Id, cancel));
                for (var i = 0; i < rows.Length && records.Count < limit; i++)
                {
                    // Another mark is a note of an earlier record, or of a create that lost.
                    if (rows[i] is { } row && row.Mark == notes[i].Mark && row.Record.Owner == owner)
                        records.Add(row.Record);
                }

                if (records.Count == limit)
                    break;
            }

            return records;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListIdsAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        TableKeys.Valid(owner);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        return AskAsync<IReadOnlyList<string>>("list", kind, owner, async table =>
        {
            var ids = new List<string>();
            await foreach (var page in table.QueryAsync(TableKeys.OwnerFilter(kind, owner, afterId), 1000, cancellationToken))
            {
                // Several notes of one id are those of earlier records; they stand beside each other.
                ids.AddRange(page.Entities.Select(entity => TableKeys.ReadOwnerRow(entity.RowKey).Id)
                    .Where(id => Identifier.IsValid(id)).Distinct().Where(id => ids.Count == 0 || ids[^1] != id));
                if (ids.Count >= limit)
                    break;
            }

            return [.. ids.Take(limit)];
        }, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Azure Tables has no increment, so it is read and replaced on the condition of its ETag. Callers of one process
    /// take turns: only processes meet, and of 200 callers at once not 200 try.
    /// </remarks>
    public async Task<bool> TakeAsync(
        string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        TableKeys.Valid(owner);
        var turn = turns[(uint)TableKeys.Valid(id).GetHashCode(StringComparison.Ordinal) % (uint)turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await CallCounter.TakeAsync(this, owner, id, limit, expiresAt, time, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        AskAsync("sweep", null, "*", table => new TableSweep(table, options.Grace).RunAsync(before, cancellationToken),
            cancellationToken);

    private Task<RecordRow?> ReadAsync(RecordKind kind, string id, CancellationToken cancellationToken) =>
        AskAsync("read", kind, id, table => ReadAsync(table, kind, id, cancellationToken), cancellationToken);

    private static async Task<RecordRow?> ReadAsync(
        RecordTable table, RecordKind kind, string id, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(TableKeys.Record(kind, id), id, cancellationToken) is { } entity
        ? RecordRow.Read(kind, id, entity) : null;

    // A row that can't be read can still be deleted; its notes stay behind and lead nowhere.
    private static RecordRow? Readable(RecordKind kind, string id, TableEntity entity)
    {
        try
        {
            return RecordRow.Read(kind, id, entity);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static async Task TidyAsync(RecordTable table, RecordRow row, CancellationToken cancellationToken)
    {
        // The owner's note first: the expiry note leads the sweep to it, should this be cut off in between.
        if (await TidyAsync(table, row.ToOwnerNote(), cancellationToken) && row.ToExpiryNote() is { } note)
            await TidyAsync(table, note, cancellationToken);
    }

    private static async Task<bool> TidyAsync(RecordTable table, TableEntity note, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(note.PartitionKey, note.RowKey, cancellationToken);
            return true;
        }
        catch (Exception e) when (TableFailure.IsOne(e) || e is OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<T> AskAsync<T>(
        string what, RecordKind? kind, string id, Func<RecordTable, Task<T>> question,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await question(connected.Value);
        }
        catch (Exception e) when (TableFailure.IsOne(e) && !cancellationToken.IsCancellationRequested)
        {
            throw TableFailure.Of(e, kind is { } known ? $"{what} {TableKeys.Name(known)} {id}" : what);
        }
        catch (Exception e) when (TableFailure.IsOne(e))
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
