using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Calls;

/// <summary>Serves <c>tools/call</c>: finds the tool that the URL exposes under a name, runs it, and notes the call,
/// whatever came of it.</summary>
internal sealed class ToolCalls(
    ToolListings listings, IntegrationRegistry integrations, CallLimiter limiter, TokenGate gate, RunningCalls running,
    AuditLog audit, TimeProvider time)
{
    /// <summary>Runs one call, or says which <paramref name="limit"/> of calls is reached.</summary>
    /// <exception cref="McpProtocolException">The URL exposes no tool of this name; inside <c>call_tool</c> that is a
    /// result, for the model to read.</exception>
    public Task<FinishedCall> CallAsync(
        ToolCall call, ReachedLimit? limit, HttpResponse response, CancellationToken cancellationToken)
    {
        call = call with { Intent = IntentAsync, Other = AskOtherAsync };
        call.Entry.Tool = Recorded(call.Name, call);
        return NotedAsync(call, response, async () =>
        {
            var result = limit is not null ? Limited(limit, call) : await RunAsync(call, cancellationToken);
            result.NoteIn(call.Entry);
            return Finish(result, call, call.Config.StructuredContent);
        });
    }

    // The one way from a call to its note. All that can fail is done by run, whose end, whatever it is, is noted once;
    // after the note there is nothing left but to hand over what is ready.
    private async Task<FinishedCall> NotedAsync(
        ToolCall call, HttpResponse? response, Func<Task<FinishedCall>> run)
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
        if (response is { HasStarted: false })
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
    private static FinishedCall Finish(ToolResult result, ToolCall call, bool isStructured)
    {
        var entry = call.Entry;
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
        if (Finder(call) == SearchTools.Call && HasFinder(call)
            && SearchTools.TryReadCall(call.Arguments, out var inner, out _, out _))
        {
            (name, entry.Tool) = (inner, Recorded(inner, call));
        }

        if (call.Tools.Find(name) is { Tool: var tool })
        {
            entry.Effect = tool.Effect;
        }

        return new ToolResult(ToolError.LimitReached(limit), CallOutcome.Limited)
        { RateLimit = new RateLimit(limit.Limit, 0, limit.RetryAfterSeconds) };
    }

    private bool HasFinder(ToolCall call) => listings.Get(call.Tools, stateless: true).HasFinder;

    private static string? Finder(ToolCall call) => CalledName.Finder(call.Name, call.Tools.Filters.Select(filter => filter.Catalog));

    private static string Recorded(string name, ToolCall call) => CalledName.Recorded(name, [.. call.Tools.Filters]);

    private async Task<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var isThroughFinder = false;
        if (call.Tools.Approved(out var refusal) is not { } tools || Refusal(call, tools, ref refusal))
        {
            return new ToolResult(ToolError.ToolsChanged(refusal!), CallOutcome.ToolsChanged);
        }

        if (Finder(call) is { } finder && HasFinder(call))
        {
            if (finder == SearchTools.Search)
            {
                var found = SearchTools.Find(call.Arguments, tools, out var errors);
                return new ToolResult(found, errors.Count == 0 ? CallOutcome.Ok : CallOutcome.BadArguments);
            }

            if (!SearchTools.TryReadCall(call.Arguments, out var inner, out var arguments, out var faults))
            {
                return new ToolResult(ToolError.BadArguments(faults), CallOutcome.BadArguments);
            }

            (call, isThroughFinder) = (call with { Name = inner, Arguments = arguments }, true);
            call.Entry.Tool = Recorded(inner, call);
        }

        var name = call.Name;
        if (tools.Find(name) is not var (account, tool))
        {
            call.Entry.Outcome = CallOutcome.UnknownTool;
            if (isThroughFinder)
            {
                return new ToolResult(SearchTools.Unknown(name, tools), CallOutcome.UnknownTool);
            }

            var where = HasFinder(call) ? $"{SearchTools.Search} finds the tools of this URL"
                : "tools/list has the tools of this URL";
            throw new McpProtocolException(
                $"Unknown tool: '{TextCut.Shorten(name, 64)}'{(NotOffered.Why(name, tools) is { } why ? $" {why}" : "")}. {where}.",
                McpErrorCode.InvalidParams);
        }

        // It was counted, and its entry begun, for the account whose tool it is: CalledAccount says which.
        if (account.Admission.Account.Id != call.Account.Id)
        {
            throw new InvalidOperationException($"A tool of {account.Admission.Account.Id} was called as one of {call.Account.Id}.");
        }

        call.Entry.Effect = tool.Effect;
        return await integrations.Of(call.Account).CallAsync(tool, call with { Filter = account.Filter }, cancellationToken);
    }

    // Whether the called tool's own account is among those that are refused.
    private static bool Refusal(ToolCall call, UrlTools approved, ref string? refusal)
    {
        var own = call.Tools.Accounts.First(account => account.Admission.Account.Id == call.Account.Id);
        refusal = refusal is null ? null : call.Tools.Refusal(own);
        return refusal is not null;
    }

    // A tool that joins two systems asks the other account by a tool that the URL has there: nothing is let through for it
    // that an agent would not be let through.
    private async Task<ToolResult> AskOtherAsync(
        ToolCall asking, string question, IDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        if (asking.Tools.Answering(question, asking.Filter.Catalog) is not { Tool: { Effect: Effect.Read, OnlyReads: true } tool } other
            || asking.Filter.Catalog.Find(asking.Entry.Tool ?? "") is not { } asks || !asks.Asks.Contains(question))
        {
            throw new InvalidOperationException($"{asking.Entry.Tool} asks for {question}, and did not say so, or nobody answers it.");
        }

        var account = other.Account;
        var call = new ToolCall(account.Admission, account.Filter, arguments)
        {
            Name = tool.Name,
            Tools = asking.Tools,
            Deadline = asking.Deadline,
            Entry = ToolCall.Noted(account.Admission) with
            {
                Client = asking.Entry.Client,
                RemoteAddress = asking.Entry.RemoteAddress,
                AskedBy = asks.Name,
                Tool = tool.Name,
                Effect = tool.Effect,
            },
        };
        using var ends = running.Begin(
            account.Admission, token => gate.StillAdmitsAsync(account.Admission, call.Deadline.With(token)), cancellationToken);
        call = call with { Running = ends };
        var finished = await NotedAsync(call, response: null, async () =>
        {
            var result = call.Tools.Refusal(account) is { } refusal
                ? new ToolResult(ToolError.ToolsChanged(refusal), CallOutcome.ToolsChanged)
                : await limiter.TakeOfAccountAsync(account.Admission.Account, call.Deadline) is { } limit ? Limited(limit, call)
                : await integrations.Of(call.Account).CallAsync(tool, call, ends.Ends);
            result.NoteIn(call.Entry);
            return Finish(result, call, isStructured: false);
        });
        return finished.Result.Outcome == CallOutcome.StoreUnavailable
            ? throw new StoreUnavailableException($"The trail did not take what {asks.Name} asked of account {account.Admission.Account.Id}.")
            : finished.Result;
    }

    private Task IntentAsync(ToolCall call)
    {
        call.Entry.CallId = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return audit.IntentAsync(call.Entry, call.Admission, call.Deadline);
    }
}
