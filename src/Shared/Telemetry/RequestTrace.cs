using System.Diagnostics;

namespace ServerlessMcp.Telemetry;

/// <summary>
/// What ties together all that one request leaves behind, here and elsewhere: the platform's id of the invocation, and
/// the trace (<see href="https://www.w3.org/TR/trace-context/"/>) that the caller said it belongs to, or that a span
/// of ours began. Audit entries and log lines carry both, with and without an exporter.
/// </summary>
public sealed class RequestTrace
{
    private static readonly AsyncLocal<RequestTrace?> Flowing = new();

    private RequestTrace(string? invocation) => Invocation = invocation;

    /// <summary>That of the request being served; null where there is nothing to say of it.</summary>
    public static RequestTrace? Current => Flowing.Value;

    /// <summary>The platform's id of the invocation; null where there is none.</summary>
    public string? Invocation { get; }

    /// <summary>The trace's id, 32 hex digits; null where neither the caller nor a span of ours said one.</summary>
    public string? TraceId { get; private set; }

    /// <summary>What the caller's HTTP headers said.</summary>
    internal ActivityContext Http { get; private set; }

    /// <summary>What the message said (<c>_meta</c>); it is closer to who asks than the headers, which a gateway in
    /// front may have written.</summary>
    internal ActivityContext Message { get; private set; }

    /// <summary>Begins the trace of a request that a platform hands over.</summary>
    /// <param name="invocation">The platform's own id of it.</param>
    public static void Begin(string invocation) => Flowing.Value = new RequestTrace(invocation);

    /// <summary>Takes the caller's HTTP header <c>traceparent</c>. Its <c>tracestate</c> is for whom we would call in
    /// its trace, which is nobody, and text of the caller's that an exporter would send on.</summary>
    internal static void OfHeaders(string? parent)
    {
        if (Parse(parent) is { } context)
        {
            var trace = Flowing.Value ??= new RequestTrace(null);
            (trace.Http, trace.TraceId) = (context, context.TraceId.ToHexString());
        }
    }

    /// <summary>Takes what a message's <c>_meta</c> says (SEP-414).</summary>
    internal static void OfMessage(string? parent)
    {
        if (Parse(parent) is { } context)
        {
            var trace = Flowing.Value ??= new RequestTrace(null);
            (trace.Message, trace.TraceId) = (context, context.TraceId.ToHexString());
        }
    }

    /// <summary>Takes the trace of a span of ours.</summary>
    internal static void OfSpan(Activity span) =>
        (Flowing.Value ??= new RequestTrace(null)).TraceId = span.TraceId.ToHexString();

    /// <summary>A caller's context; null where none came, or none that is well-formed: 55 characters in lower case, no
    /// id all zeros.</summary>
    internal static ActivityContext? Parse(string? parent) =>
        parent is { Length: 55 } && ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context)
        ? context : null;
}
