using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Access;
using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Http;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Mcp;

/// <summary>Serves <c>tools/call</c>: finds the tool that the URL exposes under a name, runs it, and notes the call, whatever came of it.</summary>
public sealed class ToolCalls(ToolListings listings, ToolExecutor executor, AuditLog audit, ClientAddress addresses, TimeProvider time)
{
    private const string StoreUnavailable = "store_unavailable";

    /// <summary>Runs one call, or says which <paramref name="limit"/> of calls is reached.</summary>
    /// <exception cref="McpProtocolException">The URL exposes no tool of this name.</exception>
    public async ValueTask<CallToolResult> CallAsync(
        HttpContext context, JsonRpcMessage message, CallToolRequestParams call, ToolCallContext caller, ReachedLimit? limit, CancellationToken cancellationToken)
    {
        var admission = caller.Admission;
        var started = time.GetTimestamp();
        var entry = new AuditEntry
        {
            ServerId = admission.Server.Id,
            AccountId = admission.Account.Id,
            ApiTokenId = admission.ApiToken?.Id,
            Client = message.Context?.ClientInfo is { } client ? $"{client.Name} {client.Version}" : context.Request.Headers.UserAgent.ToString(),
            OAuthClient = admission.OAuthClient,
            RemoteAddress = addresses.Of(context)?.ToString(),
            Tool = call.Name,
        };
        ToolResult result;
        try
        {
            result = limit is not null
                ? Limited(limit, call, caller, entry)
                : await RunAsync(call.Name, call.Arguments, caller, entry, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            (entry.Outcome, entry.Duration) = (StoreUnavailable, time.GetElapsedTime(started));
            audit.ToolCallInLog(entry);
            var refusal = new ToolResult(ToolAnswer.NotNoted(), StoreUnavailable);
            return Answer(context, refusal, JsonElement.Parse(refusal.Json.Span));
        }
        catch
        {
            entry.Duration = time.GetElapsedTime(started);
            await audit.ToolCallAsync(entry, admission);
            throw;
        }

        result = result with { Json = HiddenText.Clean(result.Json) };
        using var document = JsonDocument.Parse(result.Json);
        (entry.Outcome, entry.UpstreamStatus, entry.UpstreamRequestId) = (result.Outcome, result.UpstreamStatus, result.UpstreamRequestId);
        (entry.Arguments, entry.Bytes, entry.Answered) = (result.AuditArguments, result.Json.Length, IdOf(document.RootElement));
        entry.Effect = result.AuditArguments.Effect ?? entry.Effect;
        entry.Duration = time.GetElapsedTime(started);
        try
        {
            await audit.ToolCallAsync(entry, admission);
        }
        catch (StoreUnavailableException)
        {
            result = result with { Json = ToolAnswer.NotNoted(entry.CallId is not null, result.UpstreamStatus), Outcome = StoreUnavailable };
            return Answer(context, result, JsonElement.Parse(result.Json.Span));
        }

        return Answer(context, result, document.RootElement.Clone());
    }

    // What it would have been is noted: a flood of reads is not one of changes.
    private ToolResult Limited(ReachedLimit limit, CallToolRequestParams call, ToolCallContext caller, AuditEntry entry)
    {
        var config = caller.Admission.Server.Config;
        if (call.Name == ToolFinder.Call && HasFinder(caller) && ToolFinder.TryReadCall(call.Arguments, out var inner, out _, out _))
        {
            entry.Tool = inner;
        }

        if (ToolCatalog.Default.Find(entry.Tool!, config.ToolNames) is { } tool && caller.Filter.Allows(tool))
        {
            (entry.Tool, entry.Effect) = (tool.Name, tool.Effect);
        }

        return new ToolResult(ToolAnswer.LimitReached(limit), ToolResult.Limited) { RateLimit = new RateLimit(limit.Limit, 0, limit.RetryAfterSeconds) };
    }

    private bool HasFinder(ToolCallContext caller) =>
        listings.Get(caller.Filter, caller.Admission.Server.Config, caller.Admission.Account, stateless: true).HasFinder;

    private static CallToolResult Answer(HttpContext context, ToolResult result, JsonElement content)
    {
        if (!context.Response.HasStarted)
        {
            RateLimitHeaders.Set(context.Response.Headers, result); // A streamed answer's headers left with its first notification.
        }

        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(result.Json.Span) }],
            StructuredContent = content,
            IsError = result.IsError,

            // What Terraform answered was written by whoever may write to it. For programs between us and the model; the model is told by the server's instructions.
            Meta = result.UpstreamStatus is null ? null : new JsonObject { ["untrusted"] = true },
        };
    }

    private static string? IdOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private async Task<ToolResult> RunAsync(
        string name, IDictionary<string, JsonElement>? arguments, ToolCallContext caller, AuditEntry entry, CancellationToken cancellationToken)
    {
        var (admission, filter) = caller;
        var config = admission.Server.Config;
        if (ToolSurface.Refusal(admission.Server, admission.Account) is { } refusal)
        {
            return new ToolResult(ToolAnswer.ToolsChanged(refusal), "tools_changed");
        }

        if (name is ToolFinder.Search or ToolFinder.Call && HasFinder(caller))
        {
            if (name == ToolFinder.Search)
            {
                var found = ToolFinder.Find(arguments, filter, ToolSchemaOptions.Of(config, admission.Account, filter), out var errors);
                return new ToolResult(found, errors.Count == 0 ? "ok" : "bad_arguments");
            }

            if (!ToolFinder.TryReadCall(arguments, out name, out arguments, out var faults))
            {
                return new ToolResult(ToolAnswer.BadArguments(faults), "bad_arguments");
            }

            entry.Tool = name;
        }

        // A tool that the filter hides does not exist: the same words as for a name that never existed.
        if (ToolCatalog.Default.Find(name, config.ToolNames) is not { } tool || !filter.Allows(tool))
        {
            entry.Outcome = "unknown_tool";
            var where = HasFinder(caller) ? $"{ToolFinder.Search} finds the tools of this URL" : "tools/list has the tools of this URL";
            throw new McpProtocolException($"Unknown tool: '{(name.Length <= 64 ? name : name[..64] + "…")}'. {where}.", McpErrorCode.InvalidParams);
        }

        (entry.Tool, entry.Effect) = (tool.Name, tool.Effect);
        caller = caller with
        {
            OnChange = noted =>
            {
                (entry.Arguments, entry.Effect, entry.CallId) = (noted, noted.Effect ?? entry.Effect, RandomNumberGenerator.GetHexString(16, lowercase: true));
                return audit.IntentAsync(entry, admission);
            },
        };
        return await executor.ExecuteAsync(tool, arguments, caller, cancellationToken);
    }
}
