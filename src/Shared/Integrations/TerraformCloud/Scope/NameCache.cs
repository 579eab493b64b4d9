using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Which id a name had a moment ago, for each URL its own, so that a name costs one request and not one a call. Only for
/// reads: a name may be given to another thing at any time, and a change must not meet what had it before. Whether the
/// id is in scope is judged anew each time. One per process.
/// </summary>
internal sealed class NameCache(TimeProvider clock)
{
    /// <summary>Nobody notices that a name is remembered for so long.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    // About 2 MB.
    private const int MaxEntries = 10_000;

    private readonly BoundedCache<(string Url, string List, string Name), (string Id, DateTimeOffset Until)>
        ids = new(MaxEntries);

    /// <summary>The id; null if it is not known, or for too long.</summary>
    public string? Find(string url, string list, string name) =>
        ids.TryGet((url, list, name), out var known) && clock.GetUtcNow() < known.Until ? known.Id : null;

    /// <summary>Remembers it.</summary>
    public void Keep(string url, string list, string name, string id) =>
        ids.Keep((url, list, name), (id, clock.GetUtcNow() + Life));
}
