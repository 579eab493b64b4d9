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
    TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials, OwnerCache owners, NameCache names,
    PlanCopies copies,
    IOptions<ServerlessMcpOptions> options, TimeProvider clock,
    ILoggerFactory loggers)
{
    private const string OctetStream = "application/octet-stream";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp");

    /// <summary>Runs a tool that the filter has let through.</summary>
    /// <param name="tool">The row.</param>
    /// <param name="asked">The call.</param>
    /// <param name="cancellationToken">Ends reading and waiting when the caller goes away. A change whose intent is
    /// noted goes on, up to the host's own deadline.</param>
    /// <exception cref="StoreUnavailableException">The intent of a change could not be noted. Nothing was sent.</exception>
    public async Task<ToolResult> ExecuteAsync(
        TerraformTool tool, ToolCall asked, CancellationToken cancellationToken)
    {
        var account = asked.Account;
        var (arguments, page, faults) = ToolCallReader.Read(tool, asked.Arguments, account.Organization);
        if (arguments is null)
        {
            return new ToolResult(ToolError.BadArguments(faults), CallOutcome.BadArguments);
        }

        var noted = AuditArguments.Of(arguments);
        if (AddedEffects.Refused(arguments, asked.Filter, asked.Config.ToolNames) is { Count: > 0 } refused)
        {
            return new ToolResult(ToolError.BadArguments(refused), CallOutcome.ArgumentRefused) { AuditArguments = noted };
        }

        if (NewVariables.Refused(arguments, asked.Filter, asked.Config.ToolNames) is { } unable)
        {
            return new ToolResult(ToolError.BadArguments([unable]), CallOutcome.ArgumentRefused) { AuditArguments = noted };
        }

        arguments = AddedEffects.Hold(arguments, asked.Filter);
        var api = new TerraformSession(terraform, blobs, credentials, account)
        { Budget = new WorkBudget(cancellationToken), Copies = copies };
        api.Guard = ScopeGuard.Of(tool, asked, api, owners);
        var sent = ChangeAttribution.Apply(
            arguments, AttributionMark.Of(asked.Admission.Server), asked.Config.Mark == ChangeMark.Comment);
        var call = new TerraformCall(sent, page, api, asked) { Clock = clock };
        var (json, outcome) = await KnownAsync(
            () => RunAsync(call, arguments, noted, cancellationToken), call, cancellationToken);
        if (outcome == CallOutcome.OutOfScope)
        {
            // How many requests it took to find out, and what they were answered, would tell what exists.
            return new ToolResult(json, outcome) { AuditArguments = noted };
        }

        noted = noted.WithNames(call.Arguments);
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
    private async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> KnownAsync(
        Func<Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)>> run, TerraformCall call,
        CancellationToken cancellationToken)
    {
        var (tool, api) = (call.Tool, call.Api);
        try
        {
            var (json, outcome) = await run();
            return (json, api.IsChanged
                && outcome is CallOutcome.UpstreamError or CallOutcome.OutOfScope or CallOutcome.ScopeUnknown
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
                tool.Catalog.Form.System, isSent, tool.Effect != Effect.Read, api.LastStatus,
                isEnded && call.Call.Running is { IsRevoked: true }), isSent ? CallOutcome.Unknown : CallOutcome.Failed);
        }
    }

    private static bool IsSent(TerraformTool tool, TerraformSession api) =>
        tool.Effect == Effect.Read ? api.IsAsked : api.IsChanged;

    // The answer, with what it does not say by itself and one more request does: for the comment as it was given, not as
    // it is sent.
    private async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> RunAsync(
        TerraformCall call, ToolArguments given, AuditArguments noted, CancellationToken cancellationToken)
    {
        var api = call.Api;
        var before = ValueChange.IsDue(call) ? await VersionAsync(call, cancellationToken) : null;
        var (answer, outcome) = await AskAsync(call, noted, cancellationToken);
        given = given.WithIds(call.Arguments.Ids);
        if (outcome == CallOutcome.Ok && NewVariables.IsDue(call))
        {
            answer = await NewVariables.CreateAsync(
                call, answer, new TerraformSession(terraform, blobs, credentials, api.Account) { Budget = api.Budget });
        }

        if (outcome == CallOutcome.Ok)
        {
            answer = await RemarkAsync(call, answer, before, cancellationToken);
        }

        if (outcome == CallOutcome.Ok && call.Tool.Follow != FollowRun.Nothing)
        {
            answer = await FollowAsync(call, answer, cancellationToken);
        }

        if (outcome == CallOutcome.Ok && CommentCheck.IsDue(given)
            && await CommentCheck.IsMissingAsync(
                given, new TerraformSession(terraform, blobs, credentials, api.Account) { Budget = api.Budget },
                clock))
        {
            return (AnswerRemarks.AddMissingComment(answer), outcome);
        }

        if (WaysOut.MayBe(call.Tool, outcome, api))
        {
            return (await WayOutAsync(call, answer, cancellationToken), outcome);
        }

        return NoPlan.MayBe(call.Tool, outcome, api)
            && await NoPlan.TellAsync(
                call.Call, api, given.Text("plan_id") ?? given.Text("run_id")!, null,
                cancellationToken) is { } told
            ? (told, CallOutcome.NotReady)
            : (answer, outcome);
    }

    private async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> AskAsync(
        TerraformCall call, AuditArguments noted, CancellationToken cancellationToken)
    {
        var (arguments, page, api, asked) = call;
        var tool = call.Tool;
        var given = new GivenNames(call, names);
        var wait = call.Wait != WaitFor.Nothing && ToolWait.Asked(arguments) > TimeSpan.Zero ? new ToolWait(clock, options.Value.Upstream) : null;
        api.Pace = wait?.Pace;
        try
        {
            if (!await api.OpenAsync(cancellationToken))
            {
                return (ToolAnswer.NoCredential(api.Account.Id, "its vault has no such secret"), CallOutcome.NoCredential);
            }

            call.Arguments = arguments = await given.ResolveAsync(cancellationToken);
            noted = noted.WithNames(arguments);
            if (api.Guard is ScopeGuard guard)
            {
                await guard.ProveAsync(arguments, cancellationToken);
            }

            if (tool.Effect != Effect.Read)
            {
                await asked.NoteChangeAsync(noted.With(api.Guard?.Targets));

                // From here on the trail says that it may have happened. What became of it has to be found out, whoever
                // still listens.
                cancellationToken = CancellationToken.None;
            }

            asked.Deadline.Renew();
            if (NarrowedList.Of(arguments) is { } narrowing)
            {
                return await NarrowAsync(call, narrowing, cancellationToken);
            }

            if (api.Guard is ScopeGuard judge && ToolScope.Of(tool).IsJudgedList)
            {
                return await ListAsync(arguments, page, judge, api, cancellationToken);
            }

            if (tool.Report is { } report)
            {
                return await report.WriteAsync(call, cancellationToken);
            }

            if (wait is not null)
            {
                var (last, went) = await wait.SendAsync(
                    token => SendAsync(arguments, page, api, token), call, cancellationToken);
                using (last)
                {
                    var (json, outcome) = await AnswerAsync(call, last, cancellationToken);
                    return (outcome == CallOutcome.Ok ? ToolAnswer.WithWait(json, went) : json, outcome);
                }
            }

            using var response = await SendAsync(arguments, page, api, cancellationToken);
            return await AnswerAsync(call, response, cancellationToken);
        }
        catch (OutOfScopeException refusal)
        {
            return (ScopeAnswer.OutOfScope(
                tool, refusal.Argument, asked.Scopes, await NearAsync(given, refusal.Argument, cancellationToken)),
                CallOutcome.OutOfScope);
        }
        catch (ScopeUnknownException failure)
        {
            return (ScopeAnswer.Unknown(failure), failure.IsOfName ? CallOutcome.UpstreamError : CallOutcome.ScopeUnknown);
        }
        catch (NameRefusedException refusal)
        {
            return (refusal.Answer, CallOutcome.BadArguments);
        }
        catch (NoKnownFieldException unknown)
        {
            return (unknown.ToJson(), CallOutcome.BadArguments);
        }
        catch (UnexpectedAnswerException unexpected)
        {
            return (JsonResponse.Bytes(
                writer => UpstreamErrors.WriteError(
                    unexpected, api.LastStatus ?? 200, api.LastContentType, tool, writer)), CallOutcome.UpstreamError);
        }
        catch (JsonException)
        {
            return Unreachable(
                new TerraformFailedException(TerraformFailure.NotJson, api.Account.Address, tool.Verb, api.LastBody),
                tool);
        }
        catch (WorkBudgetException)
        {
            return (ToolAnswer.TooCostly(), CallOutcome.TooCostly);
        }
        catch (CredentialUnavailableException)
        {
            return (ToolAnswer.NoCredential(api.Account.Id, "its vault does not answer"), CallOutcome.NoCredential);
        }
        catch (TerraformFailedException failure)
        {
            return Unreachable(failure, tool);
        }
    }

    // It only helps: what goes wrong with it takes nothing from the answer.
    private static async Task<IReadOnlyList<(string Name, string Id)>> NearAsync(
        GivenNames given, string? argument, CancellationToken cancellationToken)
    {
        try
        {
            return await given.NearAsync(argument, cancellationToken);
        }
        catch (Exception failure) when (failure is ScopeUnknownException or TerraformFailedException)
        {
            return [];
        }
    }

    private static (ReadOnlyMemory<byte> Json, CallOutcome Outcome) Unreachable(
        TerraformFailedException failure, TerraformTool tool) =>
        (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(failure, tool, writer)), failure.MayHaveTakenEffect
            ? CallOutcome.Unknown : CallOutcome.Unreachable);

    private static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> ListAsync(
        ToolArguments arguments, int page, ScopeGuard guard, TerraformSession api, CancellationToken cancellationToken)
    {
        var (failure, document, isCut) =
            await ScopedList.ReadAsync(arguments, page, ToolAnswer.PageSize(arguments), guard, api, cancellationToken);
        using (failure)
        {
            return failure is not null
                ? (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(failure, arguments, writer)), CallOutcome.UpstreamError)
                : (ToolAnswer.Success(arguments, page, document.Span, Fields(arguments), isCut, budget: api.Budget),
                    CallOutcome.Ok);
        }
    }

    private static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> NarrowAsync(
        TerraformCall call, NarrowedList.Narrowing narrowing, CancellationToken cancellationToken)
    {
        var (arguments, page, api, _) = call;
        var (failure, document, incomplete) = await NarrowedList.ReadAsync(
            arguments, narrowing, page, ToolAnswer.PageSize(arguments), api, cancellationToken);
        using (failure)
        {
            if (failure is not null)
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(failure, arguments, writer)), CallOutcome.UpstreamError);
            var rows = ToolAnswer.Success(arguments, page, document.Span, Fields(arguments), budget: api.Budget);
            return (incomplete is null ? rows
                : ToolAnswer.With(rows, writer => writer.WriteString("incomplete", incomplete)), CallOutcome.Ok);
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
        var elsewhere = RunPhase.MayBeElsewhere(arguments, response)
            ? await RunPhase.AddressAsync(arguments, api, cancellationToken)
            : response.Status == 404 ? RequestPath.AtOlder(tool, path) : null;
        if (elsewhere is null)
        {
            return response;
        }

        response.Dispose();
        return await api.SendAsync(verb, elsewhere, content, accept, contentType, cancellationToken);
    }

    [LoggerMessage(4, LogLevel.Error, "Unexpected {Type} in a tool call at {Stack}")]
    private static partial void Unexpected(ILogger log, string type, string stack);
}
