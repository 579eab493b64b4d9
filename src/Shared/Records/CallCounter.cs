using System.Buffers.Text;

namespace ServerlessMcp.Records;

/// <summary>A counter as a record: <c>{"taken":7}</c>. For stores without a conditional increment of their own.</summary>
public static class CallCounter
{
    private const RecordKind Kind = RecordKind.CallCount;

    /// <summary>The record of a counter that stands at <paramref name="taken"/>.</summary>
    public static StoredRecord Record(string owner, string id, int taken, DateTimeOffset? expiresAt) =>
        new(Kind, id, owner, System.Text.Encoding.ASCII.GetBytes($$"""{"taken":{{taken}}}""")) { ExpiresAt = expiresAt };

    /// <summary>What the counter stands at.</summary>
    /// <exception cref="StoreUnavailableException">It is no counter: nobody knows how many calls there were, so there
    /// may be no more.</exception>
    public static int Taken(StoredRecord record)
    {
        var content = record.Content.Span;
        return content.StartsWith("{\"taken\":"u8) && Utf8Parser.TryParse(content[9..], out int taken, out var length)
            && taken >= 0 && content[(9 + length)..].SequenceEqual("}"u8)
            ? taken
            : throw new StoreUnavailableException($"The counter {record.Id} is not readable.");
    }

    /// <summary>
    /// <see cref="IRecordStore.TakeAsync"/> by reading and replacing on the condition of the version, for as long as it
    /// takes: of those who meet, one is done each time.
    /// </summary>
    public static async Task<bool> TakeAsync(
        IRecordStore store, string owner, string id, int limit, DateTimeOffset? expiresAt, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (limit < 1)
        {
            return false;
        }

        for (var met = 0; ; met++)
        {
            if (await store.GetAsync(Kind, id, cancellationToken) is not { } current)
            {
                if (await store.CreateAsync(Record(owner, id, 1, expiresAt), cancellationToken))
                {
                    return true;
                }
            }
            else if (Taken(current) is var taken && taken >= limit)
            {
                return false;
            }
            else if (await store.ReplaceAsync(
                Record(owner, id, taken + 1, expiresAt) with { Version = current.Version }, cancellationToken))
            {
                return true;
            }

            await Task.Delay(MeetingPause.Of(met, 64), time, cancellationToken);
        }
    }
}
