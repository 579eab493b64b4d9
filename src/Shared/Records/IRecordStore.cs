namespace ServerlessMcp.Records;

/// <summary>
/// Where the records live: integrated accounts, MCP servers, API tokens, which are few, and the audit trail, which is
/// not (<see cref="RecordSeries"/>). The shape is what a file system, Azure Tables and DynamoDB all have:
/// records addressed by kind and id, changed under a condition, and listed by owner. Reads are strongly consistent, so
/// that revocation bites on the next call. Implementations throw <see cref="StoreUnavailableException"/> when they
/// can't tell; they never guess. Ids and owners match <see cref="Identifier.IsValid"/>.
/// </summary>
public interface IRecordStore
{
    /// <summary>The record, or null if there is none.</summary>
    Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken);

    /// <summary>Stores a new record; false, and no change, if the id is taken.</summary>
    Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces the record, of a kind that is no series, whose <see cref="StoredRecord.Version"/> is still
    /// <paramref name="record"/>'s; false, and no change, if it changed or is gone.</summary>
    Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken);

    /// <summary>Removes the record; false if there was none.</summary>
    Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken);

    /// <summary>The records of an owner in the order of their ids (ordinal), at most <paramref name="limit"/>, from
    /// after <paramref name="afterId"/>.</summary>
    /// <param name="kind">The kind of record: an account, a server, an API token, or a series.</param>
    /// <param name="owner">The owner, as it stands in <see cref="StoredRecord.Owner"/>.</param>
    /// <param name="afterId">The last id of the page before; null for the first page.</param>
    /// <param name="limit">1 to 1,000. Fewer records than this means that there are no more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The ids of an owner's records, as <see cref="ListAsync"/> has them, and of those that can't be read as well:
    /// what can't be read can still be deleted. Some may be of records that are gone.
    /// </summary>
    /// <param name="kind">The kind of record, which is no series.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="afterId">The last id of the page before; null for the first page.</param>
    /// <param name="limit">1 to 1,000. Fewer ids than this means that there are no more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    async Task<IReadOnlyList<string>> ListIdsAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken) =>
        [.. (await ListAsync(kind, owner, afterId, limit, cancellationToken)).Select(record => record.Id)];

    /// <summary>The last of an owner's records, in the order of their ids, from after <paramref name="afterId"/>; null for
    /// none.</summary>
    /// <param name="kind">The kind of record.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="afterId">Where to begin looking, for a store that can't read from the end; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    async Task<StoredRecord?> LastAsync(
        RecordKind kind, string owner, string? afterId, CancellationToken cancellationToken)
    {
        const int Most = 1000;
        for (StoredRecord? last = null; ;)
        {
            var page = await ListAsync(kind, owner, last?.Id ?? afterId, Most, cancellationToken);
            last = page.Count > 0 ? page[^1] : last;
            if (page.Count < Most)
            {
                return last;
            }
        }
    }

    /// <summary>
    /// Counts one more on the counter of this id, made by the first question, unless <paramref name="limit"/> are
    /// counted already; answers whether it counted. Of any number that ask at once, over all instances, exactly as many
    /// are told yes as the limit leaves. A counter is a record of kind <see cref="RecordKind.CallCount"/>: deleted
    /// and swept as others are, and not listed.
    /// </summary>
    /// <param name="owner">What it belongs to.</param>
    /// <param name="id">The counter; its owner's alone.</param>
    /// <param name="limit">How many are let through; it may be another one with each question.</param>
    /// <param name="expiresAt">When nobody will ask for it any more; null for never.</param>
    /// <param name="cancellationToken">Ends the wait; whether it counted then, nobody knows.</param>
    Task<bool> TakeAsync(string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Removes records whose <see cref="StoredRecord.ExpiresAt"/> is before <paramref name="before"/>; answers
    /// how many. A store with a TTL of its own answers 0.</summary>
    Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
