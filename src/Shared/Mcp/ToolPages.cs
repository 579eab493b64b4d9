namespace ServerlessMcp.Mcp;

/// <summary>What a filter lists, ready to send.</summary>
/// <param name="Pages">The results of <c>tools/list</c>, one a page; at least one.</param>
/// <param name="HasFinder">Whether <c>search_tools</c> and <c>call_tool</c> are among them.</param>
public sealed record ToolPages(IReadOnlyList<ReadOnlyMemory<byte>> Pages, bool HasFinder);
