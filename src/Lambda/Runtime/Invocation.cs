namespace ServerlessMcp.Lambda.Runtime;

/// <summary>One event to answer.</summary>
/// <param name="Id">Lambda-Runtime-Aws-Request-Id.</param>
/// <param name="Deadline">Lambda-Runtime-Deadline-Ms: when Lambda ends the process, answered or not.</param>
/// <param name="TraceId">Lambda-Runtime-Trace-Id: AWS X-Ray's header.</param>
/// <param name="Event">The event's bytes, which carry the URL's token.</param>
internal sealed record Invocation(string Id, DateTimeOffset Deadline, string? TraceId, ReadOnlyMemory<byte> Event);
