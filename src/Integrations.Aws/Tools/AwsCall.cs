using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>One call of a tool of this integration: its arguments, the session of its URL, and how long it may take.</summary>
/// <param name="call">The call.</param>
/// <param name="arguments">Its arguments, checked.</param>
/// <param name="session">The URL's session.</param>
/// <param name="endsAt">The clock's reading at which it has to be answered.</param>
/// <param name="allowed">How long it may take in all.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends it when the caller goes away.</param>
internal sealed class AwsCall(
    ToolCall call, ToolArguments arguments, AwsSession session, DateTimeOffset endsAt, TimeSpan allowed, TimeProvider time,
    CancellationToken cancellationToken)
{
    /// <summary>The arguments.</summary>
    public ToolArguments Arguments => arguments;

    /// <summary>The session.</summary>
    public AwsSession Session => session;

    /// <summary>The account.</summary>
    public IntegratedAccount Account => call.Account;

    /// <summary>The scopes that hold.</summary>
    public IReadOnlyList<AccessScope> Scopes => call.Scopes;

    /// <summary>The caller's end.</summary>
    public CancellationToken Aborted => cancellationToken;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How long it may go on reading.</summary>
    public TimeSpan Left => endsAt - time.GetUtcNow() - AwsLimits.ForTheAnswer is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Tells who watches how far it is.</summary>
    public Task ReportAsync(string message) =>
        call.ReportProgress?.Invoke(new ToolProgress(allowed - (endsAt - time.GetUtcNow()), allowed, message, null), cancellationToken) ?? Task.CompletedTask;
}
