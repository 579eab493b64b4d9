namespace ServerlessMcp.Exposure;

/// <summary>What a filter lists, ready to send.</summary>
/// <param name="Result">The result of <c>tools/list</c>.</param>
/// <param name="HasFinder">Whether <c>search_tools</c> and <c>call_tool</c> are among the tools.</param>
internal sealed record ToolPage(ReadOnlyMemory<byte> Result, bool HasFinder);
