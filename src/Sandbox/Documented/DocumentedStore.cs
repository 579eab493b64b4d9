using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>
/// Remembers what was created, changed and deleted through documented shapes, so that even they can be read back. What
/// nobody wrote to is made up anew at each look, always the same. Keys are ids, or paths where a path is what names the
/// thing.
/// </summary>
internal sealed class DocumentedStore
{
    private readonly Dictionary<string, DocumentedRecord> records = [];
    private readonly HashSet<string> gone = [];

    public DocumentedRecord? Find(string key) => records.GetValueOrDefault(key);

    public bool IsGone(string key) => gone.Contains(key);

    public IEnumerable<DocumentedRecord> In(string collection, Organization organization) =>
        records.Values.Where(r => r.Collection == collection && ReferenceEquals(r.Organization, organization));

    public void Keep(string key, DocumentedRecord record)
    {
        records[key] = record;
        gone.Remove(key);
    }

    public void Remove(string key)
    {
        records.Remove(key);
        gone.Add(key);
    }
}
