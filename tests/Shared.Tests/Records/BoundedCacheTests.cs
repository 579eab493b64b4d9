using ServerlessMcp.Records;

namespace ServerlessMcp.Tests.Records;

public sealed class BoundedCacheTests
{
    [Fact]
    public void However_many_keys_come_no_more_than_its_most_are_kept()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var key = 0; key < 2_000; key++)
        {
            Assert.Equal(key, cache.GetOrAdd(key, one => one));
            if (key % 2 == 0) cache.Keep(-key, key);
            Assert.InRange(cache.Count, 1, 100);
        }
    }

    [Fact]
    public void What_is_kept_is_made_once_and_replaced_or_forgotten_when_told()
    {
        var (cache, made) = (new BoundedCache<string, int>(2, StringComparer.OrdinalIgnoreCase), 0);
        Assert.Equal((1, 1), (cache.GetOrAdd("a", _ => ++made), cache.GetOrAdd("A", _ => ++made)));
        cache.Keep("a", 7);
        Assert.True(cache.TryGet("a", out var kept));
        Assert.Equal(7, kept);
        cache.Forget("a");
        Assert.False(cache.TryGet("a", out _));
    }
}
