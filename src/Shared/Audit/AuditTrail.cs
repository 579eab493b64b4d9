using ServerlessMcp.Records;

namespace ServerlessMcp.Audit;

/// <summary>
/// The audit chains in the store. An entry is created under its chain's next number, which the store gives to one
/// writer only, so that instances that append at once neither fork a chain nor lose an entry: whoever was slower reads
/// on and tries the next number. An append is one write; the end of a chain is remembered, and found by two reads where
/// it is met for the first time.
/// </summary>
public sealed class AuditTrail(IRecordStore store, TimeProvider time)
{
    /// <summary>After how many entries the head is written anew.</summary>
    public const int HeadEvery = 64;

    private const int MostTries = 200;
    private const int MostRemembered = 10_000;

    // Appends to one chain take turns within an instance, so that they do not race each other for a number. A turn that
    // does not come is a store that does not answer.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly RecordSet<AuditHead> heads =
        new(store, time, RecordKind.AuditHead, () => AuditJson.Default.AuditHead, head => (head.Chain, head.Owner, head.ExpiresAt));

    private readonly BoundedCache<string, End> ends = new(MostRemembered, StringComparer.Ordinal);
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    private sealed record End(long Sequence, string Hash, DateTimeOffset ExpiresAt);

    /// <summary>Appends an entry.</summary>
    /// <param name="chain">To which chain.</param>
    /// <param name="retention">How long it is kept, at least: never less than the entry before it, so that a chain is
    /// only ever shortened from the front.</param>
    /// <param name="members">Writes what the entry says.</param>
    /// <param name="deadline">For how long the store may be asked.</param>
    /// <exception cref="StoreUnavailableException">It is not known to be stored.</exception>
    public async Task<AuditLine> AppendAsync(
        AuditChain chain, TimeSpan retention, Action<Utf8JsonWriter> members, StoreDeadline deadline)
    {
        deadline = deadline.WithoutCaller;
        var turn = turns[(uint)chain.Id.GetHashCode(StringComparison.Ordinal) % (uint)turns.Length];
        await TakeTurnAsync(turn, chain.Id, deadline);
        try
        {
            return await AppendInTurnAsync(chain, retention, members, deadline);
        }
        catch
        {
            // Whether it was stored is not known, so neither is the end.
            ends.Forget(chain.Id);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Entries from after a number on, oldest first, without those whose time is over: a store removes these
    /// when it likes, and in any order.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="after">The number of the last entry of the page before; 0 for the first.</param>
    /// <param name="limit">1 to 1,000. None at all means that there are no more.</param>
    /// <param name="deadline">Ends the wait.</param>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(
        string chain, long after, int limit, StoreDeadline deadline)
    {
        while (true)
        {
            var page = await FollowAsync(chain, after, limit, deadline);
            var over = page.Count;
            while (over > 0 && !(page[over - 1].ExpiresAt <= time.GetUtcNow()))
            {
                over--;
            }

            if (over < page.Count || page.Count < limit)
            {
                return [.. page.Skip(over)];
            }

            after = RecordSeries.Parse(page[^1].Id).Number;
        }
    }

    /// <summary>The last entries of a chain, oldest first: from its head back, and on from there to its end.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="count">How many, up to 200.</param>
    /// <param name="deadline">Ends the wait.</param>
    public async Task<IReadOnlyList<StoredRecord>> LastAsync(string chain, int count, StoreDeadline deadline)
    {
        // The head is one of the entries before the end, HeadEvery at the most, so these are a page of the store.
        var after = Math.Max(0, ((await HeadAsync(chain, deadline))?.Sequence ?? 0) - count);
        var last = new List<StoredRecord>();
        while (await ListAsync(chain, after, 1000, deadline) is { Count: > 0 } page)
        {
            last.AddRange(page);
            last.RemoveRange(0, Math.Max(0, last.Count - count));
            after = RecordSeries.Parse(page[^1].Id).Number;
        }

        return last;
    }

    /// <summary>The head of a chain; null for a chain without entries.</summary>
    public async Task<AuditHead?> HeadAsync(string chain, StoreDeadline deadline) =>
        (await heads.GetAsync(chain, deadline))?.Value;

    /// <summary>The chains of an owner that begin after an id, in the order of their ids.</summary>
    public Task<IReadOnlyList<string>> ChainsAsync(string owner, string afterId, int limit, StoreDeadline deadline) =>
        heads.ListIdsAsync(owner, afterId, limit, deadline);

    private async Task TakeTurnAsync(SemaphoreSlim turn, string chain, StoreDeadline deadline)
    {
        if (turn.Wait(0))
        {
            return;
        }

        var (began, longest) = (time.GetTimestamp(), deadline.Left(LongestWait));
        using var patience = new CancellationTokenSource(longest, time);
        try
        {
            await turn.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StoreUnavailableException(
                FormattableString.Invariant(
                    $"The audit trail of {chain} did not take an entry within {longest.TotalSeconds:0.0} s."));
        }
        finally
        {
            deadline.Spend(time.GetElapsedTime(began));
        }
    }

    private async Task<AuditLine> AppendInTurnAsync(
        AuditChain chain, TimeSpan retention, Action<Utf8JsonWriter> members, StoreDeadline deadline)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var end = ends.TryGet(chain.Id, out var known) ? known : await FindEndAsync(chain, deadline);
            var now = time.GetUtcNow();
            var expiresAt = now + retention > end.ExpiresAt ? now + retention : end.ExpiresAt;
            var line = AuditLine.Seal(chain.Id, end.Sequence + 1, end.Hash, now, members);
            var record = new StoredRecord(
                RecordKind.AuditEntry, RecordSeries.Id(chain.Id, line.Sequence), chain.Id,
                line.Bytes)
            { ExpiresAt = expiresAt };
            if (await deadline.AskAsync(time, token => store.CreateAsync(record, token)))
            {
                ends.Keep(chain.Id, new End(line.Sequence, line.Hash, expiresAt));
                if (line.Sequence % HeadEvery == 1)
                {
                    await WriteHeadAsync(chain, line, expiresAt, retention, deadline);
                }

                return line;
            }

            // Without it 24 processes on one chain paid for three refused writes a call.
            if (tries > 0)
            {
                var pause = MeetingPause.Of(tries - 1, 32);
                await Task.Delay(pause, time, deadline.Caller);
                deadline.Spend(pause);
            }

            ends.Keep(chain.Id, await ReadOnAsync(chain.Id, end, deadline));
        }

        throw new StoreUnavailableException($"The audit trail of {chain.Id} gave its next number to others {MostTries} times.");
    }

    private async Task<End> FindEndAsync(AuditChain chain, StoreDeadline deadline)
    {
        var head = await HeadAsync(chain.Id, deadline);
        var start = head is null ? new End(0, AuditLine.Start, default) : new End(head.Sequence, head.Hash, head.EntryExpiresAt);
        var end = await ReadOnAsync(chain.Id, start, deadline);

        // Nothing after the head, and the head's own entry long gone: what followed it is gone too, and its numbers
        // must not be given again.
        return head is not null && end == start && start.ExpiresAt <= time.GetUtcNow()
            ? start with { Sequence = start.Sequence + HeadEvery - 1 } : end;
    }

    private async Task<End> ReadOnAsync(string chain, End end, StoreDeadline deadline)
    {
        var after = end.Sequence == 0 ? null : RecordSeries.Id(chain, end.Sequence);
        var last = await deadline.AskAsync(time, token => store.LastAsync(RecordKind.AuditEntry, chain, after, token));
        return last is null ? end
            : AuditLine.Read(last.Content, out _) is { } line ? new End(line.Sequence, line.Hash, last.ExpiresAt ?? default)
            : throw new StoreUnavailableException($"The audit entry {last.Id} is not what was written.");
    }

    private Task<IReadOnlyList<StoredRecord>> FollowAsync(
        string chain, long after, int limit, StoreDeadline deadline) =>
        deadline.AskAsync(
            time, token => store.ListAsync(
                RecordKind.AuditEntry, chain, after == 0 ? null : RecordSeries.Id(chain, after), limit,
                token));

    // The entry is stored; a head that is older than it should be costs a later reader a page.
    private async Task WriteHeadAsync(AuditChain chain, AuditLine line, DateTimeOffset entryExpiresAt, TimeSpan retention,
        StoreDeadline deadline)
    {
        try
        {
            var head = new AuditHead
            {
                Chain = chain.Id,
                Owner = chain.Owner,
                Sequence = line.Sequence,
                Hash = line.Hash,
                EntryExpiresAt = entryExpiresAt,
                ExpiresAt = chain.EndsAt is { } end ? (end > time.GetUtcNow() ? end : time.GetUtcNow()) + retention : null,
            };
            if (await heads.GetAsync(chain.Id, deadline) is not { } existing)
            {
                await heads.CreateAsync(head, deadline);
            }
            else if (existing.Value.Sequence < head.Sequence)
            {
                await heads.ReplaceAsync(existing with { Value = head }, deadline);
            }
        }
        catch (StoreUnavailableException)
        {
            // As above.
        }
    }
}
