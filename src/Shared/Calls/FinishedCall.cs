namespace ServerlessMcp.Calls;

/// <summary>A call that is over and noted, as it is handed over.</summary>
/// <param name="Result">What became of it. Its JSON is clean, and no deeper than readers elsewhere read.</param>
/// <param name="IsStructured">Whether the answer stands in <c>structuredContent</c> as well as in the text.</param>
/// <param name="IsUntrusted">
/// Whether the upstream's words are in it without its text saying so: what it returned was written by whoever may write
/// to it. For programs between us and the model.
/// </param>
internal sealed record FinishedCall(ToolResult Result, bool IsStructured, bool IsUntrusted);
