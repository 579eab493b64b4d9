using ServerlessMcp.Http;

namespace ServerlessMcp.Calls;

/// <summary>How far a call has got; for those who watch it.</summary>
/// <param name="Elapsed">How long it has waited; longer each time.</param>
/// <param name="Total">How long it waits at most.</param>
/// <param name="Message">Where what it waits for stands: <c>run is planning</c>.</param>
/// <param name="RateLimit">The upstream's limits so far.</param>
public sealed record ToolProgress(TimeSpan Elapsed, TimeSpan Total, string Message, RateLimit? RateLimit);
