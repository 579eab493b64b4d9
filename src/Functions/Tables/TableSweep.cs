using Azure.Data.Tables;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// Removes what expired, along the expiry index, and the notes that lead nowhere. The record goes first, then its
/// owner's note, and the expiry note last: as long as anything is left to do, the note that says so is there, so a
/// sweep may end anywhere and the next one goes on.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="grace">How old a note that leads nowhere must be to be removed: <see cref="TablesOptions.Grace"/>.</param>
internal sealed class TableSweep(RecordTable table, TimeSpan grace)
{
    private const int PageSize = 1000;

    /// <summary>Sweeps; answers how many records it removed.</summary>
    public async Task<int> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var page in table.QueryAsync(TableKeys.ExpiryFilter(before), PageSize, cancellationToken))
        {
            await Parallel.ForEachAsync(
                page.Entities,
                new ParallelOptions { MaxDegreeOfParallelism = TablesRecordStore.AtOnce, CancellationToken = cancellationToken },
                async (note, cancel) =>
                {
                    var swept = SeriesRows.IsNote(note) ? await SeriesRows.SweepAsync(table, note, before, cancel)
                        : await SweepAsync(note, before, page.AnsweredAt, cancel) ? 1 : 0;
                    Interlocked.Add(ref deleted, swept);
                });
        }

        return deleted;
    }

    private async Task<bool> SweepAsync(
        TableEntity note, DateTimeOffset before, DateTimeOffset answeredAt, CancellationToken cancellationToken)
    {
        // Of the last hour some are not due yet.
        if (TableKeys.Kind(note.Text("Kind")) is not { } kind || note.Text("Id") is not { } id || note.Text("Owner") is not { } owner
            || note.Text("Mark") is not { } mark
            || note.Text("ExpiryMark") is not { } expiryMark || !RecordRow.TryReadTime(note.Text("ExpiresAt"), out var expiresAt)
            || !(expiresAt < before))
        {
            return false;
        }

        var entity = await table.GetEntityIfExistsAsync(TableKeys.Record(kind, id), id, cancellationToken);
        var isNoted = entity?.Text("ExpiryMark") == expiryMark;

        // On the condition of the ETag: its expiry may be moved at this moment.
        var deleted = isNoted && entity?.StoredETag() is { } etag
            && await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, cancellationToken, etag);
        if (!deleted && (isNoted || !(answeredAt - note.Timestamp >= grace)))
            return false;

        if (deleted || entity?.Text("Mark") != mark)
            await table.DeleteEntityAsync(TableKeys.Owner(kind, owner), TableKeys.OwnerRow(id, mark), cancellationToken);
        await table.DeleteEntityAsync(note.PartitionKey, note.RowKey, cancellationToken);
        return deleted;
    }
}
