namespace ServerlessMcp.Telemetry;

/// <summary>
/// Names of traces and metrics on the wire. Those of MCP are of OpenTelemetry's conventions for generative AI
/// (open-telemetry/semantic-conventions-genai, docs/gen-ai/mcp.md at 0393513c; in development, so names may change
/// there), those of HTTP of its stable ones; what neither has begins with <c>serverlessmcp.</c>. docs/telemetry.md has
/// the list, and what never is an attribute.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The name of the source of spans and of the meter, and <c>service.name</c> where nobody set one.</summary>
    public const string Source = "ServerlessMcp";

    /// <summary>Seconds from the gate to the answer of a message, by method, tool and error.</summary>
    public const string OperationDuration = "mcp.server.operation.duration";

    /// <summary>Tool calls, by tool, effect and outcome: the outcomes of the audit trail.</summary>
    public const string Calls = "serverlessmcp.tool.calls";

    /// <summary>Requests that the gate refused, by reason.</summary>
    public const string Refusals = "serverlessmcp.refusals";

    /// <summary>Seconds from a request to the upstream to the head of its answer, by template and status.</summary>
    public const string UpstreamDuration = "http.client.request.duration";

    /// <summary>Answers of the upstream that say that its rate limit is reached.</summary>
    public const string UpstreamRateLimited = "serverlessmcp.upstream.rate_limited";

    /// <summary>Seconds from the start of a process to its first message, once a process.</summary>
    public const string ColdStart = "serverlessmcp.cold_start.duration";

    internal const string Method = "mcp.method.name";
    internal const string Revision = "mcp.protocol.version";
    internal const string Tool = "gen_ai.tool.name";
    internal const string Operation = "gen_ai.operation.name";
    internal const string ExecuteTool = "execute_tool";
    internal const string Error = "error.type";
    internal const string ToolError = "tool_error";
    internal const string RpcCode = "rpc.response.status_code";
    internal const string Invocation = "faas.invocation_id";

    internal const string HttpMethod = "http.request.method";
    internal const string HttpStatus = "http.response.status_code";
    internal const string Host = "server.address";
    internal const string Port = "server.port";
    internal const string Template = "url.template";

    internal const string Outcome = "serverlessmcp.outcome";
    internal const string Effect = "serverlessmcp.effect";
    internal const string Reason = "serverlessmcp.reason";
    internal const string Server = "serverlessmcp.server.id";
    internal const string Account = "serverlessmcp.account";

    /// <summary>What stands for a value of a caller's that is none of ours.</summary>
    internal const string Other = "_OTHER";
}
