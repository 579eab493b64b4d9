using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Whose a resource is, where that can never change: the workspace of a run, the run of a plan. Never the project, the
/// name or the tags of a workspace, which are read on each call. It says nothing of what a URL may reach: the owner is
/// judged anew each time. One per process.
/// </summary>
internal sealed class OwnerCache
{
    /// <summary>About 2 MB.</summary>
    public const int MaxEntries = 10_000;

    private readonly BoundedCache<(string Account, string Type, string Id), IReadOnlyList<(string Type, string Id)>>
        owners = new(MaxEntries);

    internal IReadOnlyList<(string Type, string Id)>? Find(IntegratedAccount account, string type, string id) =>
        owners.TryGet((KeyOf(account), type, id), out var those) ? those : null;

    internal void Keep(IntegratedAccount account, string type, string id, IReadOnlyList<(string Type, string Id)> those) =>
        owners.Keep((KeyOf(account), type, id), those);

    // Ids are unique at an address; an account may be made again for another.
    private static string KeyOf(IntegratedAccount account) => $"{account.Id} {account.Address.Authority}";
}
