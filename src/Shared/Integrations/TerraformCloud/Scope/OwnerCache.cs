using System.Collections.Concurrent;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Whose a resource is, where that can never change: the workspace of a run, the run of a plan. Never the project, the
/// name or the tags of a workspace, which are read on each call. It says nothing of what a URL may reach: the owner is
/// judged anew each time. One per process.
/// </summary>
public sealed class OwnerCache
{
    /// <summary>About 2 MB; when it is full it starts over, which costs one read for each resource that is asked for
    /// again.</summary>
    public const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<(string Account, string Type,
        string Id), IReadOnlyList<(string Type, string Id)>> owners = new();

    internal IReadOnlyList<(string Type, string Id)>? Find(IntegratedAccount account, string type, string id) =>
        owners.GetValueOrDefault((KeyOf(account), type, id));

    internal void Keep(IntegratedAccount account, string type, string id, IReadOnlyList<(string Type, string Id)> those)
    {
        if (owners.Count >= MaxEntries)
        {
            owners.Clear();
        }

        owners[(KeyOf(account), type, id)] = those;
    }

    // Ids are unique at an address; an account may be made again for another.
    private static string KeyOf(IntegratedAccount account) => $"{account.Id} {account.Address.Authority}";
}
