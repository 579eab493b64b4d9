using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMcp.Records;

namespace ServerlessMcp.Tests.Support;

/// <summary>Records in memory; it can be told to fail, or never to answer.</summary>
internal sealed class MemoryRecordStore : IRecordStore
{
    private readonly ConcurrentDictionary<(RecordKind, string), StoredRecord> records = new();
    private int version;

    /// <summary>Whether every question fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>Kinds of which every question fails; none while it is null.</summary>
    public Func<RecordKind, bool>? IsDownFor { get; set; }

    /// <summary>Runs before each question of a kind and an operation (<c>GetAsync</c>) is answered: to slow it down, or to have it fail.</summary>
    public Func<RecordKind, string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Runs after each question is answered, and before whoever asked hears of it: to have the answer get lost.</summary>
    public Func<RecordKind, string, CancellationToken, Task>? After { get; set; }

    /// <summary>Whether questions are never answered.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether every replacement fails.</summary>
    public bool RefusesReplacing { get; set; }

    /// <summary>All that is stored, as text.</summary>
    public string Dump() => string.Join('\n', records.Values.Select(record => System.Text.Encoding.UTF8.GetString(record.Content.Span)));

    /// <summary>Changes what is stored behind everybody's back.</summary>
    public void Tamper(RecordKind kind, string id, Func<StoredRecord, StoredRecord?> change)
    {
        if (change(records[(kind, id)]) is { } changed)
        {
            records[(kind, id)] = changed;
        }
        else
        {
            records.TryRemove((kind, id), out _);
        }
    }

    public Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken) =>
        AskAsync(kind, () => records.GetValueOrDefault((kind, id)), cancellationToken);

    public Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken) =>
        AskAsync(record.Kind, () => records.TryAdd((record.Kind, record.Id), record with { Version = Next() }), cancellationToken);

    public Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken) => AskAsync(
        record.Kind, () => RefusesReplacing ? throw new StoreUnavailableException("The store is told to refuse.") : records.TryGetValue((record.Kind, record.Id), out var current) && current.Version == record.Version
            && records.TryUpdate((record.Kind, record.Id), record with { Version = Next() }, current), cancellationToken);

    public Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken) =>
        AskAsync(kind, () => records.TryRemove((kind, id), out _), cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<StoredRecord>>(kind, () =>
        [
            .. records.Values.Where(record => record.Kind == kind && record.Owner == owner && string.CompareOrdinal(record.Id, afterId) > 0)
                .OrderBy(record => record.Id, StringComparer.Ordinal).Take(limit),
        ], cancellationToken);

    public Task<bool> TakeAsync(string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        AskAsync(RecordKind.CallCount, () =>
        {
            lock (records)
            {
                var taken = records.TryGetValue((RecordKind.CallCount, id), out var current) ? CallCounter.Taken(current) : 0;
                return taken < limit && (records[(RecordKind.CallCount, id)] = CallCounter.Record(owner, id, taken + 1, expiresAt) with { Version = Next() }) is not null;
            }
        }, cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    private async Task<T> AskAsync<T>(RecordKind kind, Func<T> answer, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    {
        if (Before is not null)
        {
            await Before(kind, operation, cancellationToken);
        }

        if (IsSilent)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        var answered = IsDown || IsDownFor?.Invoke(kind) == true ? throw new StoreUnavailableException("The store is told to be down.") : answer();
        await (After?.Invoke(kind, operation, cancellationToken) ?? Task.CompletedTask);
        return answered;
    }

    private string Next() => Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture);
}
