using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access.Identity;

/// <summary>Where people sign in, as the rules have it.</summary>
internal sealed class SignInProviders(AccessRecords records, TimeProvider time)
{
    /// <summary>The most rules there are: a sign-in reads all of them.</summary>
    public const int MostRules = 200;

    // What everybody may ask must not cost a question to the store each time. What lets in reads anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private volatile Tuple<IReadOnlyList<SignInProvider>, DateTimeOffset>? last;

    /// <summary>The rules as they are now.</summary>
    public async Task<IReadOnlyList<SignInProvider>> ReadAsync(StoreDeadline deadline)
    {
        var rules = await records.IdentityRules.ListAsync(StoredRecord.Root, null, MostRules, deadline);
        var providers = SignInProvider.Of(rules);
        last = Tuple.Create(providers, time.GetUtcNow());
        return providers;
    }

    /// <summary>The rules as they were a moment ago: for telling where one may sign in, never for letting in.</summary>
    public async Task<IReadOnlyList<SignInProvider>> RecallAsync(StoreDeadline deadline) =>
        last is { Item2: var readAt } known && time.GetUtcNow() - readAt < Fresh ? known.Item1 : await ReadAsync(deadline);
}
