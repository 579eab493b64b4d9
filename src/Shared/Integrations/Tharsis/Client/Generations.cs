using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>Which servers are older than v0.99, as far as a query has shown: their plans and applies are things of their
/// own, and later ones are parts of a run.</summary>
internal sealed class Generations
{
    private readonly BoundedCache<Uri, bool> old = new(1000);

    /// <summary>Whether the server is; false where it is not known.</summary>
    public bool IsOld(Uri address) => old.TryGet(address, out var known) && known;

    /// <summary>Notes what it was shown to be.</summary>
    public void Note(Uri address, bool isOld)
    {
        if (IsOld(address) != isOld)
        {
            old.Keep(address, isOld);
        }
    }
}
