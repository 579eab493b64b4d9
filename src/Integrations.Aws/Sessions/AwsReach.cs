using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.Aws.Account;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>What a session is for.</summary>
/// <param name="Account">The account.</param>
/// <param name="Scopes">The scopes that hold for it.</param>
/// <param name="Actions">What its tools need.</param>
/// <param name="Name">What CloudTrail shows: the URL's id.</param>
/// <param name="EndsAt">When the URL dies; null for never.</param>
internal sealed record AwsReach(
    IntegratedAccount Account, IReadOnlyList<AccessScope> Scopes, IReadOnlyList<string> Actions, string Name, DateTimeOffset? EndsAt)
{
    /// <summary>The session's policy.</summary>
    public string Policy => SessionPolicy.Write(Account.Partition, [.. Scopes.Select(scope => scope[AwsScope.Buckets])], Actions);

    /// <summary>Two reaches of one key may have one session. Whatever decides what it opens is in it.</summary>
    public string Key => string.Join('\n', Name, Account.Id, Account.Address.OriginalString, Account.SecretName, Account.Role,
        Account.ExternalId, string.Join(',', Account.Regions), Policy);
}
