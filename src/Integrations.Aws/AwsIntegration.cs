using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Sessions;
using ServerlessMcp.Integrations.Aws.Tools;

namespace ServerlessMcp.Integrations.Aws;

/// <summary>AWS, read and nothing else: who can reach its buckets, and what a security team would find.</summary>
/// <param name="sessions">Assumes the account's role.</param>
/// <param name="options">How long a call may take.</param>
/// <param name="time">The clock.</param>
internal sealed class AwsIntegration(AwsSessions sessions, ServerlessMcpOptions options, TimeProvider time) : IIntegration
{
    private static readonly Lazy<ToolCatalog> Built = new(AwsCatalog.Build);

    private static readonly TimeSpan SetupPatience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public ToolCatalog Catalog => Built.Value;

    /// <inheritdoc/>
    public string PreviewName => "aws";

    /// <inheritdoc/>
    public ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken) => new("");

    /// <inheritdoc/>
    public IntegratedAccount Complete(IntegratedAccount wanted, IntegratedAccount? existing)
    {
        if (wanted.ExternalId.Length > 0)
        {
            return wanted;
        }

        // The trust policy of the role has it, so it stays.
        var kept = existing is { Integration: AwsAccount.Integration, ExternalId: { Length: > 0 } id } ? id : AwsAccount.NewExternalId();
        return wanted with
        {
            Members = new Dictionary<string, JsonElement>(wanted.Members, StringComparer.Ordinal)
            {
                [AwsAccount.ExternalIdMember] = IntegratedAccount.Member(kept),
            },
        };
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> SetupAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SetupPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        string? caller = null;
        try
        {
            caller = await sessions.CallerAsync(account, either.Token);
        }
        catch (Exception failure) when (failure is CredentialUnavailableException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The trust policy says what stands in its place.
        }

        return AwsSetup.Write(account, caller);
    }

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolDefinition tool, ToolCall call, CancellationToken cancellationToken)
    {
        var row = (AwsTool)tool;
        var reading = ArgumentReader.Read(row, call.Arguments?.AsReadOnly(), defaultValue: null);
        if (!reading.IsValid)
        {
            return new ToolResult(ToolError.BadArguments(reading.Errors), CallOutcome.BadArguments);
        }

        var noted = AuditArguments.Of(reading.Arguments);
        var isSent = false;
        var allowed = options.Upstream.Remaining?.Invoke() is { } remaining && remaining < options.Upstream.Timeout ? remaining : options.Upstream.Timeout;
        var endsAt = time.GetUtcNow() + allowed;
        using var limit = new CancellationTokenSource(allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var session = await sessions.OpenAsync(Reach(call), either.Token);
            isSent = true;
            var answer = await row.Run(new AwsCall(call, reading.Arguments, session, endsAt, allowed, time, either.Token));
            return new ToolResult(answer, CallOutcome.Ok) { IsSent = true, AuditArguments = noted, UpstreamStatus = 200 };
        }
        catch (AwsProblem problem)
        {
            return new ToolResult(Error(problem), problem.Outcome) { IsSent = isSent, AuditArguments = noted };
        }
        catch (CredentialUnavailableException)
        {
            return new ToolResult(Error(new AwsProblem(CallOutcome.NoCredential, 503, "vault unavailable",
                "The vault does not answer, so there is no credential. Nothing was sent.", isRetryable: true)), CallOutcome.NoCredential)
            { AuditArguments = noted };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ToolResult(Error(new AwsProblem(CallOutcome.Unreachable, 504, "no answer in time",
                string.Create(CultureInfo.InvariantCulture, $"AWS did not answer within {allowed.TotalSeconds:0} s."), isRetryable: true)),
                    CallOutcome.Unreachable)
            { IsSent = isSent, AuditArguments = noted };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var isRevoked = failure is OperationCanceledException && call.Running is { IsRevoked: true };
            return new ToolResult(ToolError.Interrupted(Catalog.Form.System, isSent, isChange: false, null, isRevoked), CallOutcome.Unknown)
            { IsSent = isSent, AuditArguments = noted };
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        await new AwsPreview(sessions, time).AskAsync(account, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(
        McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken)
    {
        var scopes = AccessScope.Of(config, account);
        if (scopes.Count == 0 || options.ScopeMatchPatience <= TimeSpan.Zero)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(options.ScopeMatchPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var session = await sessions.OpenAsync(
                new AwsReach(account, scopes, [AwsActions.ListBuckets], $"count-{account.Id}", time.GetUtcNow()), either.Token);
            var (buckets, _) = await BucketList.ReadAsync(session, scopes, either.Token);
            return [(AwsScope.Buckets, buckets.Count)];
        }
        catch (Exception failure) when (failure is AwsProblem or CredentialUnavailableException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [(AwsScope.Buckets, null)];
        }
    }

    // What the tools of the URL need, and not this one's alone: else each tool would have a session of its own.
    private static AwsReach Reach(ToolCall call) => new(
        call.Account, call.Scopes,
        [.. call.Filter.Select().OfType<AwsTool>().SelectMany(tool => tool.Actions).Distinct().Order(StringComparer.Ordinal)],
        call.Admission.Server.Id, call.Admission.Server.EndsAt(call.Account.Policy));

    private static ReadOnlyMemory<byte> Error(AwsProblem problem) => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", problem.Status);
        writer.WriteString("title", problem.Title);
        writer.WriteString("detail", problem.Message);
        writer.WriteBoolean("retryable", problem.IsRetryable);
        if (problem.Hint is { } hint)
        {
            writer.WriteString("hint", hint);
        }
    });
}
