using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ServerlessMcp.Records;

/// <summary>What a process remembers so that it need not be read or made again, up to a number of entries: keys come
/// from requests and records, and nobody's variety may fill the memory. When it is full it starts over, which costs
/// making again what is still asked for.</summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TValue">What is remembered of it.</typeparam>
/// <param name="most">The most entries; threads that add at the same moment may pass it by one each.</param>
/// <param name="comparer">Tells keys apart; the default one of their type if not given.</param>
public sealed class BoundedCache<TKey, TValue>(int most, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> entries = new(comparer);

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Count;

    /// <summary>Whether it is remembered, and what.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => entries.TryGetValue(key, out value);

    /// <summary>What is remembered, or else what <paramref name="make"/> makes. Of two threads that make it at once,
    /// both get the first one's.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (entries.TryGetValue(key, out var known))
            return known;
        MakeRoom();
        return entries.GetOrAdd(key, make);
    }

    /// <summary>Remembers it, in the place of what was remembered.</summary>
    public void Keep(TKey key, TValue value)
    {
        MakeRoom();
        entries[key] = value;
    }

    /// <summary>Forgets it.</summary>
    public void Forget(TKey key) => entries.TryRemove(key, out _);

    // Count takes all locks of the dictionary, so it is asked for only where something is added.
    private void MakeRoom()
    {
        if (entries.Count >= most)
            entries.Clear();
    }
}
