using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Model;
using ServerlessMcp.Integrations.Tharsis.Reports;
using ServerlessMcp.Integrations.Tharsis.Tools;

namespace ServerlessMcp.Integrations.Tharsis;

/// <summary>Tharsis (https://tharsis.martian-cloud.io), an open platform that runs Terraform, over its GraphQL. It reads
/// and changes nothing.</summary>
internal sealed partial class TharsisIntegration(
    TharsisClient client, TokenSource tokens, Generations generations, Documentation documentation,
    IOptions<ServerlessMcpOptions> options, TimeProvider time, ILoggerFactory loggers) : IIntegration
{
    private readonly Lazy<ToolCatalog> catalog = new(() => TharsisCatalog.Build(documentation));
    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.Tharsis");

    /// <inheritdoc/>
    public ToolCatalog Catalog => catalog.Value;

    /// <inheritdoc/>
    public string Name => TharsisCatalog.Name;

    /// <inheritdoc/>
    public string PreviewName => TharsisCatalog.Name;

    /// <inheritdoc/>
    public ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        new(Catalog.EditionAt(account.Address));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolDefinition tool, ToolCall call, CancellationToken cancellationToken)
    {
        var reading = ArgumentReader.Read(tool, call.Arguments?.AsReadOnly(), defaultValue: null);
        if (!reading.IsValid)
        {
            return new ToolResult(ToolError.BadArguments(reading.Errors), CallOutcome.BadArguments);
        }

        var noted = AuditArguments.Of(reading.Arguments);
        var session = Open(call.Account, call, call.Scopes);
        var (json, outcome) = await AnswerAsync((TharsisTool)tool, reading.Arguments, session, cancellationToken);
        if (outcome == CallOutcome.OutOfScope)
        {
            // How many requests it took to find out, and what they were answered, would tell what exists.
            return new ToolResult(json, outcome) { AuditArguments = noted };
        }

        return new ToolResult(json, outcome)
        {
            IsSent = session.LastStatus is not null,
            RateLimit = session.RateLimit,
            UpstreamStatus = session.LastStatus,
            AuditArguments = noted.With([.. session.Proven.Distinct()]),
        };
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        TharsisPreview.AskAsync(Open(account, null, []), tokens, options.Value.ScopeMatchPatience, time, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> NoticeAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        TharsisPreview.NoticeAsync(Open(account, null, []), tokens, time, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(
        McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken) =>
        ScopeCount.AskAsync(
            Open(account, null, AccessScope.Of(config, account)), options.Value.ScopeMatchPatience, time, cancellationToken);

    private async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> AnswerAsync(
        TharsisTool tool, ToolArguments arguments, TharsisSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await tool.Run(arguments, session, cancellationToken), CallOutcome.Ok);
        }
        catch (TharsisTroubleException trouble)
        {
            return (trouble.ToJson(session.Call), trouble.Outcome);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var isEnded = failure is OperationCanceledException && cancellationToken.IsCancellationRequested;
            if (!isEnded)
            {
                // Type and stack only: a message may quote an address.
                Unexpected(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            }

            var isSent = session.LastStatus is not null;
            return (ToolError.Interrupted(
                Catalog.Form.System, isSent, isChange: false, session.LastStatus, isEnded && session.Call?.Running is { IsRevoked: true }),
                isSent ? CallOutcome.Unknown : CallOutcome.Failed);
        }
    }

    private TharsisSession Open(IntegratedAccount account, ToolCall? call, IReadOnlyList<AccessScope> scopes) =>
        new(client, tokens, generations, account, time) { Call = call, Scopes = scopes };

    [LoggerMessage(61, LogLevel.Error, "A call to Tharsis failed unexpectedly: {Type} {Stack}")]
    private static partial void Unexpected(ILogger log, string type, string stack);
}
