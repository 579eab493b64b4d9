using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
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
    ToolListings listings, IntegrationRegistry integrations, AuditLog audit, TimeProvider time)
{
    /// <summary>Runs one call, or says which <paramref name="limit"/> of calls is reached.</summary>
    /// <exception cref="McpProtocolException">The URL exposes no tool of this name; inside <c>call_tool</c> that is a
    /// result, for the model to read.</exception>
    public Task<FinishedCall> CallAsync(
        ToolCall call, ReachedLimit? limit, HttpResponse response, CancellationToken cancellationToken)
    {
        call = call with { Intent = IntentAsync };
        call.Entry.Tool = CalledName.Recorded(call.Name, call.Filter);
        return NotedAsync(call, response, async () =>
        {
            var result = limit is not null ? Limited(limit, call) : await RunAsync(call, cancellationToken);
            result.NoteIn(call.Entry);
            return Finish(result, call);
        });
    }

    // The one way from a call to its note. All that can fail is done by run, whose end, whatever it is, is noted once;
    // after the note there is nothing left but to hand over what is ready.
    private async Task<FinishedCall> NotedAsync(
        ToolCall call, HttpResponse response, Func<Task<FinishedCall>> run)
    {
        var entry = call.Entry;
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
            (entry.Outcome, down) = (CallOutcome.StoreUnavailable, failure);
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
            await (down is null ? audit.ToolCallAsync(entry, call.Admission, call.Deadline) : audit.ToolCallInLogAsync(entry));
        }
        catch (StoreUnavailableException failure)
        {
            (finished, fault, down) = (null, null, failure);
        }

        fault?.Throw();
        finished ??= NotNoted(call, down!);
        if (!response.HasStarted)
        {
            // A streamed answer's headers left with its first notification.
            RateLimitHeaders.Set(response.Headers, finished.Result);
        }

        return finished;
    }

    private FinishedCall NotNoted(ToolCall call, StoreUnavailableException down)
    {
        var entry = call.Entry;
        audit.NotTaken(down.Message);
        return Finished(new ToolResult(
            ToolError.NotNoted(SystemOf(call), entry.CallId is not null && entry.IsSent, entry.UpstreamStatus, down.Hint),
            CallOutcome.StoreUnavailable)
        {
            RateLimit = entry.RateLimit,
            UpstreamStatus = entry.UpstreamStatus,
        }, default, isStructured: false);
    }

    // The answer as it is handed over. What readers elsewhere could not read is not handed over: after the note nothing
    // would be there to say so.
    private static FinishedCall Finish(ToolResult result, ToolCall call)
    {
        var (entry, isStructured) = (call.Entry, call.Config.StructuredContent);
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
            var unanswerable = ToolError.Unanswerable(SystemOf(call), isChange, result.UpstreamStatus);
            var refusal = result with { Json = unanswerable, Outcome = CallOutcome.Unreadable };
            (entry.Outcome, entry.Bytes) = (refusal.Outcome, refusal.Json.Length);
            return Finished(refusal, default, isStructured);
        }
    }

    private static string SystemOf(ToolCall call) => call.Filter.Catalog.Form.System;

    // One copy, and of errors always one: what stands in the text and in structuredContent is read, and paid for, twice
    // by the models of many clients.
    private static FinishedCall Finished(ToolResult result, AnswerMembers members, bool isStructured) =>
        new(result, isStructured && !result.IsError, IsUntrusted: result.UpstreamStatus is not null && !members.SaysUntrusted);

    // What it would have been is noted: a flood of reads is not one of changes.
    private ToolResult Limited(ReachedLimit limit, ToolCall call)
    {
        var (name, entry) = (call.Name, call.Entry);
        if (CalledName.Finder(name, call.Filter.Catalog) == SearchTools.Call && HasFinder(call)
            && SearchTools.TryReadCall(call.Arguments, out var inner, out _, out _))
        {
            (name, entry.Tool) = (inner, CalledName.Recorded(inner, call.Filter));
        }

        if (CalledName.Find(name, call.Filter) is { } tool)
        {
            entry.Effect = tool.Effect;
        }

        return new ToolResult(ToolError.LimitReached(limit), CallOutcome.Limited)
        { RateLimit = new RateLimit(limit.Limit, 0, limit.RetryAfterSeconds) };
    }

    private bool HasFinder(ToolCall call) =>
        listings.Get(call.Filter, call.Config, call.Account, stateless: true).HasFinder;

    private async Task<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var filter = call.Filter;
        var isThroughFinder = false;
        if (ToolsDigest.Refusal(call.Admission.Server, call.Account, filter.Catalog) is { } refusal)
        {
            return new ToolResult(ToolError.ToolsChanged(refusal), CallOutcome.ToolsChanged);
        }

        if (CalledName.Finder(call.Name, filter.Catalog) is { } finder && HasFinder(call))
        {
            if (finder == SearchTools.Search)
            {
                var found = SearchTools.Find(
                    call.Arguments, filter, ToolSchemaOptions.Of(call.Config, call.Account, filter), out var errors);
                return new ToolResult(found, errors.Count == 0 ? CallOutcome.Ok : CallOutcome.BadArguments);
            }

            if (!SearchTools.TryReadCall(call.Arguments, out var inner, out var arguments, out var faults))
            {
                return new ToolResult(ToolError.BadArguments(faults), CallOutcome.BadArguments);
            }

            (call, isThroughFinder) = (call with { Name = inner, Arguments = arguments }, true);
            call.Entry.Tool = CalledName.Recorded(inner, filter);
        }

        var name = call.Name;
        if (CalledName.Find(name, filter) is not { } tool)
        {
            call.Entry.Outcome = CallOutcome.UnknownTool;
            if (isThroughFinder)
            {
                return new ToolResult(
                    SearchTools.Unknown(name, filter, call.Config.ToolNames), CallOutcome.UnknownTool);
            }

            var where = HasFinder(call) ? $"{SearchTools.Search} finds the tools of this URL"
                : "tools/list has the tools of this URL";
            throw new McpProtocolException(
                $"Unknown tool: '{TextCut.Shorten(name, 64)}'{(NotOffered.Why(name, filter) is { } why ? $" {why}" : "")}. {where}.",
                McpErrorCode.InvalidParams);
        }

        call.Entry.Effect = tool.Effect;
        return await integrations.Of(call.Account).CallAsync(tool, call, cancellationToken);
    }

    private Task IntentAsync(ToolCall call)
    {
        call.Entry.CallId = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return audit.IntentAsync(call.Entry, call.Admission, call.Deadline);
    }
}
