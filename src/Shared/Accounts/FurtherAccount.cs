using System.Text.Json.Serialization;

namespace ServerlessMcp.Accounts;

/// <summary>An account whose tools a URL has beside those of its own account, as it was when the URL was given it.</summary>
/// <param name="Id">The account.</param>
/// <param name="Integration">Its integration then: which of them a call needs is known without reading any.</param>
/// <param name="Epoch">Its <see cref="IntegratedAccount.Epoch"/> then: what revokes its URLs takes it away from this one.</param>
public sealed record FurtherAccount(string Id, string Integration, long Epoch)
{
    /// <summary>The most that a URL has.</summary>
    public const int Most = 4;

    /// <summary>The digest of its tools that were approved, of a frozen URL.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApprovedTools { get; init; }

    /// <summary>Whether the account is still what it was: of the same integration, and its URLs were not revoked.</summary>
    /// <param name="now">It as it is now.</param>
    /// <param name="since">When the URL was minted.</param>
    public bool Stands(IntegratedAccount now, DateTimeOffset since) =>
        now.Integration == Integration && !now.HasRevoked(Epoch, since);

    /// <summary>An account that a URL is given now.</summary>
    public static FurtherAccount Of(IntegratedAccount account) => new(account.Id, account.Integration, account.Epoch);
}
