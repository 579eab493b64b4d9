using System.Diagnostics;

namespace ServerlessMcp.Telemetry;

/// <summary>
/// One MCP message as a span and as measurements, from the gate on. No word of a caller's is in either: no argument, no
/// path, no answer, no message of an error (it may quote a name), no id of a request. What a name may be is bounded.
/// </summary>
internal sealed class OperationTelemetry : IDisposable
{
    private readonly string method;
    private readonly string? revision;
    private readonly Activity? span;
    private readonly long started = TimeProvider.System.GetTimestamp();
    private string? tool;
    private string? error;
    private string? code;

    private OperationTelemetry(string method, string? revision)
    {
        (this.method, this.revision) = (method, revision);
        span = StartSpan(method);
    }

    /// <summary>Begins, if somebody listens.</summary>
    /// <param name="method">The method, one of those that are served; <see cref="TelemetryNames.Other"/> for all others.</param>
    /// <param name="revision">The revision of the protocol; null if it is none that is served.</param>
    /// <param name="server">The MCP server's id, which is no secret.</param>
    /// <param name="account">The integrated account.</param>
    public static OperationTelemetry? Begin(string method, string? revision, string server, string account)
    {
        ServerTelemetry.Served();
        if (!ServerTelemetry.Source.HasListeners() && !ServerTelemetry.OperationDuration.Enabled)
        {
            return null;
        }

        var begun = new OperationTelemetry(method, revision);
        if (begun.span is { IsAllDataRequested: true } span)
        {
            span.SetTag(TelemetryNames.Method, method);
            span.SetTag(TelemetryNames.Revision, revision);
            span.SetTag("network.protocol.name", "http");
            span.SetTag("network.transport", "tcp");
            span.SetTag(TelemetryNames.Server, server);
            span.SetTag(TelemetryNames.Account, account);
            span.SetTag(TelemetryNames.Invocation, RequestTrace.Current?.Invocation);
        }

        return begun;
    }

    /// <summary>It was a tool call.</summary>
    /// <param name="name">The tool's canonical name; null for one that the URL does not expose, whose name is the
    /// caller's.</param>
    /// <param name="effect">What the call does to the world; null as the name.</param>
    /// <param name="outcome">The word of its end in the audit trail.</param>
    /// <param name="isError">Whether its result is an error.</param>
    public void Called(string? name, string? effect, string outcome, bool isError)
    {
        tool = name;
        error ??= isError ? TelemetryNames.ToolError : null;
        var tags = new TagList { { TelemetryNames.Outcome, outcome } };
        Add(ref tags, TelemetryNames.Tool, name);
        Add(ref tags, TelemetryNames.Effect, effect);
        ServerTelemetry.Calls.Add(1, tags);
        if (span is null)
        {
            return;
        }

        span.DisplayName = name is null ? method : $"{method} {name}";
        span.SetTag(TelemetryNames.Tool, name);
        span.SetTag(TelemetryNames.Operation, TelemetryNames.ExecuteTool);
        span.SetTag(TelemetryNames.Effect, effect);
        span.SetTag(TelemetryNames.Outcome, outcome);
    }

    /// <summary>It was answered by an error of JSON-RPC.</summary>
    public void Refused(int rpcCode) => error = code = rpcCode.ToString(CultureInfo.InvariantCulture);

    /// <summary>It was not answered.</summary>
    public void Failed(Exception failure) => error = failure.GetType().FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        var tags = new TagList { { TelemetryNames.Method, method } };
        Add(ref tags, TelemetryNames.Revision, revision);
        Add(ref tags, TelemetryNames.Tool, tool);
        Add(ref tags, TelemetryNames.Operation, tool is null ? null : TelemetryNames.ExecuteTool);
        Add(ref tags, TelemetryNames.Error, error);
        Add(ref tags, TelemetryNames.RpcCode, code);
        ServerTelemetry.OperationDuration.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds, tags);
        if (span is null)
        {
            return;
        }

        span.SetTag(TelemetryNames.Error, error);
        span.SetTag(TelemetryNames.RpcCode, code);
        if (error is not null)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }

    // The parent is what the message says, else the headers. The web server's own span is never exported, so a child of
    // it would have no parent.
    private static Activity? StartSpan(string method)
    {
        var (trace, ambient) = (RequestTrace.Current, Activity.Current);
        var (message, http) = (trace?.Message ?? default, trace?.Http ?? default);
        Activity.Current = null;
        var begun = ServerTelemetry.Source.StartActivity(
            method, ActivityKind.Server, message == default ? http : message,
            links: message == default || http == default ? null : [new ActivityLink(http)]);
        if (begun is null)
        {
            Activity.Current = ambient;
            return null;
        }

        RequestTrace.OfSpan(begun);
        return begun;
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
