using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// Runs any row of the catalogue: arguments checked, request built, sent once, answer flattened, or what it leads to
/// read. Whatever goes wrong is a result that says what to do, never an exception, so that the model reads it.
/// </summary>
internal sealed partial class ToolExecutor(
    TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials, OwnerCache owners, PlanCopies copies,
    IOptions<ServerlessMcpOptions> options, TimeProvider clock,
    ILoggerFactory loggers)
{
    private const string OutOfScope = "out_of_scope";
    private const string OctetStream = "application/octet-stream";
    private const string Form = "application/x-www-form-urlencoded";

    // Parsing a row's default fields once is cheaper than on each call; the catalogue is fixed, so this can't grow past it.

    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp");

    /// <summary>Runs a tool that the filter has let through.</summary>
    /// <param name="tool">The row.</param>
    /// <param name="given">The arguments as they came.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="cancellationToken">Ends reading and waiting when the caller goes away. A change whose intent is
    /// noted goes on, up to the host's own deadline.</param>
    /// <exception cref="StoreUnavailableException">The intent of a change could not be noted. Nothing was sent.</exception>
    public async Task<ToolResult> ExecuteAsync(
        TerraformTool tool, IDictionary<string, JsonElement>? given, ToolCallContext caller, CancellationToken cancellationToken)
    {
        var account = caller.Account;
        var (arguments, page, faults) = ToolCallReader.Read(tool, given, account.Organization);
        if (arguments is null)
        {
            return new ToolResult(ToolError.BadArguments(faults), "bad_arguments");
        }

        var noted = AuditArguments.Of(arguments);
        if (AddedEffects.Refused(arguments, caller.Filter, caller.Admission.Server.Config.ToolNames) is { Count: > 0 } refused)
        {
            return new ToolResult(ToolError.BadArguments(refused), "argument_refused") { AuditArguments = noted };
        }

        arguments = AddedEffects.Hold(arguments, caller.Filter);
        var api = new TerraformSession(terraform, blobs, credentials, account)
        { Budget = new WorkBudget(cancellationToken), Copies = copies };
        api.Guard = ScopeGuard.Of(tool, caller, api, owners);
        var (json, outcome) = await KnownAsync(async () =>
        {
            var (answer, became) = await RunAsync(
                ChangeAttribution.Apply(arguments, caller.Admission.Server.Id), noted, page, api, caller,
                cancellationToken);
            if (became == "ok" && CommentCheck.IsDue(arguments)
                && await CommentCheck.IsMissingAsync(
                    arguments, new TerraformSession(terraform, blobs, credentials, account) { Budget = api.Budget },
                    clock))
            {
                return (AnswerRemarks.AddMissingComment(answer), became);
            }

            return NoPlan.MayBe(tool, became, api)
                && await NoPlan.TellAsync(
                    caller, api, arguments.Text("plan_id") ?? arguments.Text("run_id")!, null,
                    cancellationToken) is { } told
                ? (told, "not_ready")
                : (answer, became);
        }, tool, api, caller, cancellationToken);
        if (outcome == OutOfScope)
        {
            // How many requests it took to find out, and what they were answered, would tell what exists.
            return new ToolResult(json, outcome) { AuditArguments = noted };
        }

        return new ToolResult(json, outcome)
        {
            IsSent = IsSent(tool, api),
            RateLimit = api.RateLimit,
            UpstreamStatus = api.LastStatus,
            UpstreamRequestId = api.LastRequestId,
            AuditArguments = noted.With(api.Guard?.Targets),
        };
    }

    // What is known of a call in the end. A change that was sent has happened or not by Terraform's own word alone;
    // where that is missing, or is none, nobody knows.
    private async Task<(ReadOnlyMemory<byte> Json, string Outcome)> KnownAsync(
        Func<Task<(ReadOnlyMemory<byte> Json, string Outcome)>> run, TerraformTool tool, TerraformSession api,
        ToolCallContext caller, CancellationToken cancellationToken)
    {
        try
        {
            var (json, outcome) = await run();
            return (json, api.IsChanged && outcome is "upstream_error" or OutOfScope or "scope_unknown"
                && api.LastStatus is null or (>= 200 and < 300) or 408 or >= 500 ? CallOutcome.Unknown : outcome);
        }
        catch (StoreUnavailableException)
        {
            throw;
        }
        catch (Exception failure)
        {
            var isEnded = failure is OperationCanceledException && cancellationToken.IsCancellationRequested;
            if (!isEnded)
            {
                // Type and stack only: a message may quote a URL, and URLs are secrets here.
                Unexpected(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            }

            var isSent = IsSent(tool, api);
            return (ToolError.Interrupted(
                isSent, tool.Effect != Effect.Read, api.LastStatus,
                isEnded && caller.Running is { IsRevoked: true }), isSent ? CallOutcome.Unknown : CallOutcome.Failed);
        }
    }

    private static bool IsSent(TerraformTool tool, TerraformSession api) =>
        tool.Effect == Effect.Read ? api.IsAsked : api.IsChanged;

    private async Task<(ReadOnlyMemory<byte> Json, string Outcome)> RunAsync(
        ToolArguments arguments, AuditArguments noted, int page, TerraformSession api, ToolCallContext caller,
        CancellationToken cancellationToken)
    {
        var tool = arguments.Row;
        var wait = ToolWait.Asked(arguments) > TimeSpan.Zero ? new ToolWait(clock, options.Value.Upstream) : null;
        api.Pace = wait?.Pace;
        try
        {
            if (!await api.OpenAsync(cancellationToken))
            {
                return (ToolAnswer.NoCredential(api.Account.Id, "its vault has no such secret"), "no_credential");
            }

            if (api.Guard is ScopeGuard guard)
            {
                await guard.ProveAsync(arguments, cancellationToken);
            }

            if (tool.Effect != Effect.Read && caller.OnChange is { } note)
            {
                await note(noted.With(api.Guard?.Targets));

                // From here on the trail says that it may have happened. What became of it has to be found out, whoever
                // still listens.
                cancellationToken = CancellationToken.None;
            }

            StoreDeadline.Renew();
            if (api.Guard is ScopeGuard judge && ToolScope.Of(tool).IsJudgedList)
            {
                return await ListAsync(arguments, page, judge, api, cancellationToken);
            }

            if (tool.Report is { } report)
            {
                return await report.WriteAsync(new ReportCall(arguments, page, api, caller) { Clock = clock }, cancellationToken);
            }

            if (wait is not null)
            {
                var (last, went) = await wait.SendAsync(
                    token => SendAsync(arguments, page, api, token), arguments, api, caller, cancellationToken);
                using (last)
                {
                    var (json, outcome) = await AnswerAsync(arguments, page, last, api, caller, cancellationToken);
                    return (outcome == "ok" ? ToolAnswer.WithWait(json, went) : json, outcome);
                }
            }

            using var response = await SendAsync(arguments, page, api, cancellationToken);
            return await AnswerAsync(arguments, page, response, api, caller, cancellationToken);
        }
        catch (OutOfScopeException refusal)
        {
            return (ScopeAnswer.OutOfScope(
                tool, refusal.Argument, AccessScope.Of(caller.Admission.Server.Config, caller.Account)), OutOfScope);
        }
        catch (ScopeUnknownException failure)
        {
            return (ScopeAnswer.Unknown(failure), "scope_unknown");
        }
        catch (NoKnownFieldException unknown)
        {
            return (unknown.ToJson(), "bad_arguments");
        }
        catch (UnexpectedAnswerException unexpected)
        {
            return (JsonResponse.Bytes(
                writer => UpstreamErrors.WriteError(
                    unexpected, api.LastStatus ?? 200, api.LastContentType, tool, writer)), "upstream_error");
        }
        catch (JsonException)
        {
            return Unreachable(
                new TerraformFailedException(TerraformFailure.NotJson, api.Account.Address, tool.Verb, api.LastBody),
                tool);
        }
        catch (WorkBudgetException)
        {
            return (ToolAnswer.TooCostly(), "too_costly");
        }
        catch (CredentialUnavailableException)
        {
            return (ToolAnswer.NoCredential(api.Account.Id, "its vault does not answer"), "no_credential");
        }
        catch (TerraformFailedException failure)
        {
            return Unreachable(failure, tool);
        }
    }

    private static (ReadOnlyMemory<byte> Json, string Outcome) Unreachable(
        TerraformFailedException failure, TerraformTool tool) =>
        (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(failure, tool, writer)), failure.MayHaveTakenEffect
            ? CallOutcome.Unknown : "unreachable");

    private static async Task<(ReadOnlyMemory<byte> Json, string Outcome)> ListAsync(
        ToolArguments arguments, int page, ScopeGuard guard, TerraformSession api, CancellationToken cancellationToken)
    {
        var (failure, document, isCut) =
            await ScopedList.ReadAsync(arguments, page, ToolAnswer.PageSize(arguments), guard, api, cancellationToken);
        using (failure)
        {
            return failure is not null
                ? (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(failure, arguments, writer)), "upstream_error")
                : (ToolAnswer.Success(arguments, page, document.Span, Fields(arguments), isCut, budget: api.Budget), "ok");
        }
    }

    private static async Task<TerraformResponse> SendAsync(
        ToolArguments arguments, int page, TerraformSession api, CancellationToken cancellationToken)
    {
        var tool = arguments.Row;
        var body = new ArrayBufferWriter<byte>(256);
        RequestBody.Write(arguments, body);

        // An upload to an existing resource asks it first where to.
        var verb = tool.Verb == HttpMethod.Put && ToolContent.Uploads(tool) ? HttpMethod.Get : tool.Verb;
        var accept = tool switch
        {
            { MediaType: { } type } => type,
            { Shape: ResponseShape.Document, Link: null } => "application/json",
            { HasContent: true, Link: null } => TerraformClient.AnyType,
            _ => TerraformClient.MediaType,
        };
        var bytes = tool.Arguments.FirstOrDefault(argument => argument.Place == ArgumentPlace.Body);
        var (content, contentType) = bytes is not null && arguments.TryGet(bytes.Name, out var value)
            ? (UploadBytes.Of(bytes, value), OctetStream)
            : (body.WrittenMemory, tool.IsForm ? Form : tool.MediaType ?? TerraformClient.MediaType);
        var path = RequestPath.Build(arguments, api.Account.Organization, page, ToolAnswer.PageSize(arguments));
        var response = await api.SendAsync(verb, path, content, accept, contentType, cancellationToken);
        if (!RunPhase.MayBeElsewhere(tool, response)
            || await RunPhase.AddressAsync(arguments, api, cancellationToken) is not { } elsewhere)
        {
            return response;
        }

        response.Dispose();
        return await api.SendAsync(verb, elsewhere, content, accept, contentType, cancellationToken);
    }

    private static async Task<(ReadOnlyMemory<byte> Json, string Outcome)> AnswerAsync(
        ToolArguments arguments, int page, TerraformResponse response, TerraformSession api, ToolCallContext caller,
        CancellationToken cancellationToken)
    {
        var tool = arguments.Row;
        if (!response.IsSuccess && !ToolContent.LeadsOn(tool, response))
        {
            return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, arguments, writer)), "upstream_error");
        }

        if (tool.Shape == ResponseShape.Headers)
        {
            return (ToolAnswer.Headers(response), "ok");
        }

        if (tool.HasContent)
        {
            return await ToolContent.ReadAsync(arguments, page, api, response, cancellationToken);
        }

        var rows = ToolAnswer.Success(
            arguments, page, response.Body.Span, Fields(arguments), status: response.Status, budget: api.Budget);
        if (ToolContent.Uploads(tool)
            && await ToolContent.UploadAsync(arguments, api, response, cancellationToken) is { } trouble)
        {
            return (trouble, "upload_failed");
        }

        return (tool.DefaultAnswer is { } answer && !arguments.TryGet("fields", out _)
            ? await answer.WriteAsync(arguments, page, response, rows, api, caller, cancellationToken) : rows, "ok");
    }

    private static FieldSelection Fields(ToolArguments arguments) => arguments.TryGet("fields", out var asked)
        ? FieldSelection.Parse([.. asked.EnumerateArray().Select(field => field.GetString()!)])
        : DefaultSelections.Of(arguments.Row);

    [LoggerMessage(4, LogLevel.Error, "Unexpected {Type} in a tool call at {Stack}")]
    private static partial void Unexpected(ILogger log, string type, string stack);
}
