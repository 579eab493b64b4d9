namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// What is done between an answer and the next invocation: the caller has what it waits for, and the process is not
/// frozen yet. It is billed.
/// </summary>
/// <param name="Do">Does it, without failing; null for nothing.</param>
internal sealed record AfterAnswer(Func<Task>? Do);
