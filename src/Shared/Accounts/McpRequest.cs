using System.Text.Json.Serialization;
using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>A question for an MCP URL, which somebody else than who asks it decides. What is granted mints nothing: who
/// asked collects the URL, once.</summary>
public sealed record McpRequest
{
    /// <summary>How long a request is open, to be decided and collected.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>How long its record is kept beyond, for people to look back; what was done stands in the audit
    /// trail.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const long LastMillisecond = (1L << 48) - 1;

    /// <summary>The id, <c>req-</c> and 32 hex digits: the later asked, the earlier in a list.</summary>
    public required string Id { get; init; }

    /// <summary>The account whose URL is asked for.</summary>
    public required string IntegratedAccountId { get; init; }

    /// <summary>The account's <see cref="IntegratedAccount.Epoch"/> when it was asked: revoking all of an account's URLs
    /// ends its requests too.</summary>
    public long Epoch { get; init; }

    /// <summary>The further accounts that are asked for, as they were then; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FurtherAccount>? Further { get; init; }

    /// <summary>What the URL will be called.</summary>
    public required string Name { get; init; }

    /// <summary>Why it is asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The ticket that it is for.</summary>
    public string? Ticket { get; init; }

    /// <summary>What is asked for.</summary>
    public required McpRequestTerms Asked { get; init; }

    /// <summary>What was granted: no more than <see cref="Asked"/>. Null before, and of what was declined.</summary>
    public McpRequestTerms? Granted { get; init; }

    /// <summary>The digest of the tools that were granted, as they were shown.</summary>
    public string? GrantedTools { get; init; }

    /// <summary>By what it was granted; null before, by the configured admin token, which is no record, and of what an
    /// earlier version granted.</summary>
    public GrantingToken? GrantedUnder { get; init; }

    /// <summary>The id of the API token that asked.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Who that is (<see cref="ApiToken.Principal"/>): collects it, and can't grant it.</summary>
    public required string Requester { get; init; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be decided and collected.</summary>
    public DateTimeOffset OpenUntil { get; init; }

    /// <summary>What became of it.</summary>
    public McpRequestState State { get; init; }

    /// <summary>The id of the API token that decided it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What was said with the decision.</summary>
    public string? Comment { get; init; }

    /// <summary>The id of the API token that took the grant back.</summary>
    public string? WithdrawnBy { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it was collected.</summary>
    public DateTimeOffset? CollectedAt { get; init; }

    /// <summary>The id of the URL that was made for it.</summary>
    public string? ServerId { get; init; }

    /// <summary>Whether nothing more comes of it, although it was not decided, or not collected: its time is over, or all
    /// URLs of the account were revoked since.</summary>
    public bool HasLapsed(IntegratedAccount account, DateTimeOffset now) =>
        State is McpRequestState.Open or McpRequestState.Granted && (now >= OpenUntil || Epoch != account.Epoch);

    /// <summary>A fresh id.</summary>
    public static string NewId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"req-{LastMillisecond - now.ToUnixTimeMilliseconds():x12}{RandomNumberGenerator.GetHexString(20, lowercase: true)}");

    /// <summary>When a URL that is made for it now ends: as asked and as granted, whichever is sooner, and within the
    /// account's policy of this moment. Null for never.</summary>
    public DateTimeOffset? EndsAt(AccountPolicy policy, DateTimeOffset now)
    {
        var (asked, granted) = (Asked.EndsAt(policy, now), (Granted ?? Asked).EndsAt(policy, now));
        var end = asked is null || granted < asked ? granted : asked;
        var bound = Granted?.MaxTtl;
        var latest = now.Later(bound < policy.MaxTtl ? bound.Value : policy.MaxTtl);
        return end is null && bound is null && policy.AllowPermanent ? null : end < latest ? end : latest;
    }
}
