using System.Text.Json.Serialization.Metadata;

namespace ServerlessMcp.Records;

/// <summary>
/// The records of one kind, typed. Every question to the store is bounded by <see cref="StoreDeadline"/>, and whatever
/// goes wrong, unreadable content included, is a <see cref="StoreUnavailableException"/>: nothing is ever allowed by a
/// store that could not answer.
/// </summary>
public sealed class RecordSet<T>(
    IRecordStore store, TimeProvider time, RecordKind kind, JsonTypeInfo<T> json,
    Func<T, (string Id, string Owner, DateTimeOffset? ExpiresAt)> address)
    where T : class
{
    private const int PageSize = 1000;
    private const int MostKept = 256;

    // What was read last under an id, with its bytes: the same bytes are the same record, and records do not change.
    private readonly BoundedCache<string, (ReadOnlyMemory<byte> Content, T Value)> kept =
        new(MostKept, StringComparer.Ordinal);

    /// <summary>The record, or null if there is none.</summary>
    public async Task<Versioned<T>?> GetAsync(string id, StoreDeadline deadline)
    {
        if (!Identifier.IsValid(id))
        {
            return null;
        }

        var record = await AskAsync(token => store.GetAsync(kind, id, token), deadline);
        return record is null ? null : Read(record);
    }

    /// <summary>Stores a new record; false if its id is taken.</summary>
    public Task<bool> CreateAsync(T value, StoreDeadline deadline) =>
        AskAsync(token => store.CreateAsync(Write(value, version: null), token), deadline);

    /// <summary>Replaces the record if it is still what was read; false if it changed or is gone.</summary>
    public Task<bool> ReplaceAsync(Versioned<T> record, StoreDeadline deadline) =>
        AskAsync(token => store.ReplaceAsync(Write(record.Value, record.Version), token), deadline);

    /// <summary>Removes the record; false if there was none.</summary>
    public async Task<bool> DeleteAsync(string id, StoreDeadline deadline) =>
        Identifier.IsValid(id) && await AskAsync(token => store.DeleteAsync(kind, id, token), deadline);

    /// <summary>A page of an owner's records, in the order of their ids, from after <paramref name="afterId"/>.</summary>
    public async Task<IReadOnlyList<T>> ListAsync(string owner, string? afterId, int limit, StoreDeadline deadline)
    {
        var records = await AskAsync(token => store.ListAsync(kind, owner, afterId, limit, token), deadline);
        return [.. records.Select(record => Read(record, keeps: false).Value)];
    }

    /// <summary>A page of the ids of an owner's records, those that can't be read among them.</summary>
    public Task<IReadOnlyList<string>> ListIdsAsync(
        string owner, string? afterId, int limit, StoreDeadline deadline) =>
        AskAsync(token => store.ListIdsAsync(kind, owner, afterId, limit, token), deadline);

    /// <summary>Whether an owner has a record of this id, readable or not.</summary>
    public async Task<bool> HasAsync(string owner, string id, StoreDeadline deadline)
    {
        if (!Identifier.IsValid(owner) || !Identifier.IsValid(id))
        {
            return false;
        }

        for (IReadOnlyList<string>? page = null; page is null || page.Count == PageSize;)
        {
            page = await ListIdsAsync(owner, page?[^1], PageSize, deadline);
            if (page.Contains(id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Removes an owner's records, those that can't be read among them, several at a time, until all or
    /// <paramref name="budget"/> is gone; answers how many it removed, and whether that was all.
    /// </summary>
    public async Task<(int Deleted, bool IsDone)> DeleteAllAsync(
        string owner, TimeSpan budget, StoreDeadline deadline)
    {
        var (started, deleted) = (time.GetTimestamp(), 0);
        string? after = null;
        while (time.GetElapsedTime(started) < budget)
        {
            var page = await ListIdsAsync(owner, after, PageSize, deadline);
            await Parallel.ForEachAsync(
                page, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = deadline.Caller },
                async (id, cancel) =>
            {
                if (time.GetElapsedTime(started) < budget
                    && await AskAsync(token => store.DeleteAsync(kind, id, token), deadline.With(cancel)))
                {
                    Interlocked.Increment(ref deleted);
                }
            });
            if (page.Count < PageSize)
            {
                return (deleted, time.GetElapsedTime(started) < budget);
            }

            after = page[^1];
        }

        return (deleted, false);
    }

    private StoredRecord Write(T value, string? version)
    {
        var (id, owner, expiresAt) = address(value);
        return new StoredRecord(kind, id, owner, JsonSerializer.SerializeToUtf8Bytes(value, json))
        { ExpiresAt = expiresAt, Version = version };
    }

    // A list keeps nothing: a long one would push out what each call reads.
    private Versioned<T> Read(StoredRecord record, bool keeps = true)
    {
        if (kept.TryGet(record.Id, out var last) && last.Content.Span.SequenceEqual(record.Content.Span))
        {
            return new Versioned<T>(last.Value, record.Version);
        }

        try
        {
            if (JsonSerializer.Deserialize(record.Content.Span, json) is { } value && address(value).Id == record.Id)
            {
                if (keeps)
                {
                    kept.Keep(record.Id, (record.Content, value));
                }

                return new Versioned<T>(value, record.Version);
            }
        }
        catch (JsonException)
        {
            // The exception quotes the content; the record's address is enough to find it.
        }

        throw new StoreUnavailableException($"The record {kind} {record.Id} is not readable.");
    }

    private Task<TAnswer> AskAsync<TAnswer>(
        Func<CancellationToken, Task<TAnswer>> question, StoreDeadline deadline) =>
        deadline.AskAsync(time, question);
}
