using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>
/// Counts tool calls against the limits of their URL and of its account. A limit is one question to the store; without
/// limits there is none. A store that can't tell throws <see cref="StoreUnavailableException"/>: a call that nobody
/// could count is not made.
/// </summary>
internal sealed class CallLimiter(AccessRecords records, TimeProvider time)
{
    // A URL may be given more time after its counter was last written, and must not begin anew by that.
    private static readonly TimeSpan TotalOutlivesUrl = TimeSpan.FromDays(366);

    /// <summary>Counts one call; answers the limit that is reached, or null where it may go on.</summary>
    /// <remarks>The total is asked last, so that a call which a minute refuses does not cost one of it. What a later
    /// limit refuses has been counted by an earlier one.</remarks>
    public async Task<ReachedLimit?> TakeAsync(Admission admission, StoreDeadline deadline)
    {
        var (server, account) = (admission.Server, admission.Account);
        return await PerMinuteAsync(server.Id, server.Id, server.Config.Limits, "This MCP URL", deadline)
            ?? await TakeOfAccountAsync(account, deadline)
            ?? await TotalAsync(server, deadline);
    }

    /// <summary>Counts one call at its account alone: what a call of another account's tool asks there.</summary>
    public Task<ReachedLimit?> TakeOfAccountAsync(IntegratedAccount account, StoreDeadline deadline) => PerMinuteAsync(
        account.Id, AccountCounter(account.Id), account.Policy.Limits, $"Account {account.Id}", deadline);

    private async Task<ReachedLimit?> PerMinuteAsync(
        string owner, string counter, CallLimits? limits, string who, StoreDeadline deadline)
    {
        if (limits?.CallsPerMinute is not { } limit)
        {
            return null;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var minute = now / 60;
        var ends = DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60);
        return await records.TakeAsync(
            owner, string.Create(CultureInfo.InvariantCulture, $"{counter}-{minute}"), limit, ends, deadline)
            ? null
            : new ReachedLimit(
                limit, (int)(60 - now % 60), limit == 1 ? $"{who} may make 1 call a minute, and it is made."
                    : $"{who} may make {limit} calls a minute, and these are made.");
    }

    private async Task<ReachedLimit?> TotalAsync(McpServer server, StoreDeadline deadline) =>
        server.Config.Limits?.CallsTotal is not { } limit
        || await records.TakeAsync(
            server.Id, $"{server.Id}-total", limit, server.ExpiresAt + TotalOutlivesUrl, deadline)
            ? null
            : new ReachedLimit(
                limit, null,
                $"This MCP URL may make {(limit == 1 ? "1 call in all, and it is made" : $"{limit} calls in all, and these are made")}. Ask for a new one.");

    // An account's id may be as long as an id can be, and a minute has to stand behind it.
    private static string AccountCounter(string accountId) => Identifier.OfText("acc-", accountId);
}
