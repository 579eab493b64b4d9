namespace ServerlessMcp.Records;

/// <summary>
/// Counts for each minute of the clock, in this process alone: for limits that need not be exact. Memory is bounded:
/// beyond <see cref="Capacity"/> keys in a minute all others share one count, and a minute's counts go with it.
/// </summary>
internal sealed class FixedWindowCounter(TimeProvider time)
{
    /// <summary>How many keys are told apart; at about 100 bytes each.</summary>
    public const int Capacity = 10_000;

    private const string AllOthers = "";

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private long minute;

    /// <summary>What stands against <paramref name="key"/> in this minute.</summary>
    public int Of(string key)
    {
        lock (gate)
        {
            Turn();
            return counts.GetValueOrDefault(Known(key));
        }
    }

    /// <summary>Counts one more; answers what stands now.</summary>
    public int Add(string key)
    {
        lock (gate)
        {
            Turn();
            key = Known(key);
            return counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>When the minute ends, in whole seconds: 1 to 60.</summary>
    public int SecondsLeft => (int)(60 - time.GetUtcNow().ToUnixTimeSeconds() % 60);

    private void Turn()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (now != minute)
        {
            minute = now;
            counts.Clear();
        }
    }

    private string Known(string key) => counts.Count < Capacity || counts.ContainsKey(key) ? key : AllOthers;
}
