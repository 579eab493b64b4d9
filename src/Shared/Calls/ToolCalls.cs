using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Calls;

/// <summary>Serves <c>tools/call</c>: finds the tool that the URL exposes under a name, runs it, and notes the call,
/// whatever came of it.</summary>
internal sealed class ToolCalls(
    ToolListings listings, IntegrationRegistry integrations, AuditLog audit, ClientAddress addresses, TimeProvider time)
{
    private const string StoreUnavailable = "store_unavailable", UnknownTool = "unknown_tool";

    /// <summary>Runs one call, or says which <paramref name="limit"/> of calls is reached.</summary>
    /// <exception cref="McpProtocolException">The URL exposes no tool of this name; inside <c>call_tool</c> that is a
    /// result, for the model to read.</exception>
    public Task<FinishedCall> CallAsync(
        HttpContext context, string? client, CallToolRequestParams call, ToolCallContext caller, ReachedLimit? limit,
        CancellationToken cancellationToken)
    {
        var admission = caller.Admission;
        var entry = new AuditEntry
        {
            ServerId = admission.Server.Id,
            AccountId = admission.Account.Id,
            ApiTokenId = admission.ApiToken?.Id,
            Client = client ?? context.Request.Headers.UserAgent.ToString(),
            OAuthClient = admission.OAuthClient,
            RemoteAddress = addresses.Of(context)?.ToString(),
            Tool = CalledName.Recorded(call.Name, caller.Filter),
        };
        return NotedAsync(entry, admission, context, async () =>
        {
            var result = limit is not null
                ? Limited(limit, call, caller, entry)
                : await RunAsync(call.Name, call.Arguments, caller, entry, cancellationToken);
            result.NoteIn(entry);
            return Finish(result, entry, admission.Server.Config.StructuredContent);
        });
    }

    // The one way from a call to its note. All that can fail is done by run, whose end, whatever it is, is noted once;
    // after the note there is nothing left but to hand over what is ready.
    private async Task<FinishedCall> NotedAsync(
        AuditEntry entry, Admission admission, HttpContext context, Func<Task<FinishedCall>> run)
    {
        var started = time.GetTimestamp();
        FinishedCall? finished = null;
        ExceptionDispatchInfo? fault = null;
        StoreUnavailableException? down = null;
        try
        {
            finished = await run();
        }
        catch (StoreUnavailableException failure)
        {
            (entry.Outcome, down) = (StoreUnavailable, failure);
        }
        catch (Exception failure)
        {
            entry.Outcome = entry.IsSent ? CallOutcome.Unknown : entry.Outcome;
            fault = ExceptionDispatchInfo.Capture(failure);
        }

        entry.Duration = time.GetElapsedTime(started);
        try
        {
            // A store that has just refused is not asked again.
            await (down is null ? audit.ToolCallAsync(entry, admission) : audit.ToolCallInLogAsync(entry));
        }
        catch (StoreUnavailableException failure)
        {
            (finished, fault, down) = (null, null, failure);
        }

        fault?.Throw();
        finished ??= NotNoted(entry, down!);
        if (!context.Response.HasStarted)
        {
            // A streamed answer's headers left with its first notification.
            RateLimitHeaders.Set(context.Response.Headers, finished.Result);
        }

        return finished;
    }

    private FinishedCall NotNoted(AuditEntry entry, StoreUnavailableException down)
    {
        audit.NotTaken(down.Message);
        return Finished(new ToolResult(
            ToolError.NotNoted(entry.CallId is not null && entry.IsSent, entry.UpstreamStatus, down.Hint),
            StoreUnavailable)
        {
            RateLimit = entry.RateLimit,
            UpstreamStatus = entry.UpstreamStatus,
        }, default, isStructured: false);
    }

    // The answer as it is handed over. What readers elsewhere could not read is not handed over: after the note nothing
    // would be there to say so.
    private static FinishedCall Finish(ToolResult result, AuditEntry entry, bool isStructured)
    {
        try
        {
            var clean = result with { Json = InvisibleText.Clean(result.Json) };
            var members = AnswerMembers.Read(clean.Json.Span);
            (entry.Bytes, entry.Answered) = (clean.Json.Length, members.Id);
            return Finished(clean, members, isStructured);
        }
        catch (JsonException)
        {
            var isChange = entry.CallId is not null;
            var refusal = result with { Json = ToolError.Unanswerable(isChange, result.UpstreamStatus), Outcome = "unreadable" };
            (entry.Outcome, entry.Bytes) = (refusal.Outcome, refusal.Json.Length);
            return Finished(refusal, default, isStructured);
        }
    }

    // One copy, and of errors always one: what stands in the text and in structuredContent is read, and paid for, twice
    // by the models of many clients.
    private static FinishedCall Finished(ToolResult result, AnswerMembers members, bool isStructured) =>
        new(result, isStructured && !result.IsError, IsUntrusted: result.UpstreamStatus is not null && !members.SaysUntrusted);

    // What it would have been is noted: a flood of reads is not one of changes.
    private ToolResult Limited(ReachedLimit limit, CallToolRequestParams call, ToolCallContext caller, AuditEntry entry)
    {
        var name = call.Name;
        if (CalledName.Finder(name, caller.Filter.Catalog) == SearchTools.Call && HasFinder(caller)
            && SearchTools.TryReadCall(call.Arguments, out var inner, out _, out _))
        {
            (name, entry.Tool) = (inner, CalledName.Recorded(inner, caller.Filter));
        }

        if (CalledName.Find(name, caller.Filter) is { } tool)
        {
            entry.Effect = tool.Effect;
        }

        return new ToolResult(ToolError.LimitReached(limit), CallOutcome.Limited)
        { RateLimit = new RateLimit(limit.Limit, 0, limit.RetryAfterSeconds) };
    }

    private bool HasFinder(ToolCallContext caller) =>
        listings.Get(caller.Filter, caller.Admission.Server.Config, caller.Admission.Account, stateless: true).HasFinder;

    private async Task<ToolResult> RunAsync(
        string name, IDictionary<string, JsonElement>? arguments, ToolCallContext caller, AuditEntry entry,
        CancellationToken cancellationToken)
    {
        var (admission, filter) = caller;
        var config = admission.Server.Config;
        var isThroughFinder = false;
        if (ToolsDigest.Refusal(admission.Server, admission.Account, filter.Catalog) is { } refusal)
        {
            return new ToolResult(ToolError.ToolsChanged(refusal), "tools_changed");
        }

        if (CalledName.Finder(name, filter.Catalog) is { } finder && HasFinder(caller))
        {
            if (finder == SearchTools.Search)
            {
                var found = SearchTools.Find(
                    arguments, filter, ToolSchemaOptions.Of(config, admission.Account, filter), out var errors);
                return new ToolResult(found, errors.Count == 0 ? "ok" : "bad_arguments");
            }

            if (!SearchTools.TryReadCall(arguments, out name, out arguments, out var faults))
            {
                return new ToolResult(ToolError.BadArguments(faults), "bad_arguments");
            }

            (entry.Tool, isThroughFinder) = (CalledName.Recorded(name, filter), true);
        }

        // A tool that the filter hides does not exist: the same words as for a name that never existed.
        if (CalledName.Find(name, filter) is not { } tool)
        {
            entry.Outcome = UnknownTool;
            if (isThroughFinder)
            {
                return new ToolResult(SearchTools.Unknown(name, filter, config.ToolNames), UnknownTool);
            }

            var where = HasFinder(caller) ? $"{SearchTools.Search} finds the tools of this URL"
                : "tools/list has the tools of this URL";
            throw new McpProtocolException(
                $"Unknown tool: '{(name.Length <= 64 ? name : name[..64] + "…")}'. {where}.",
                McpErrorCode.InvalidParams);
        }

        entry.Effect = tool.Effect;
        caller = caller with
        {
            OnChange = noted =>
            {
                (entry.Arguments, entry.Effect, entry.CallId) =
                    (noted, noted.Effect ?? entry.Effect, RandomNumberGenerator.GetHexString(16, lowercase: true));
                return audit.IntentAsync(entry, admission);
            },
        };
        return await integrations.Of(admission.Account).CallAsync(tool, arguments, caller, cancellationToken);
    }
}
