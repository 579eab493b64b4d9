using ServerlessMcp.Catalog;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports;

/// <summary>One call of a tool that answers a report.</summary>
/// <param name="Arguments">The arguments, checked.</param>
/// <param name="Page">The page asked for, from 1; what <see cref="JsonApi.Cursor"/> carries.</param>
/// <param name="Api">The account's API.</param>
/// <param name="Caller">For whom.</param>
public sealed record ReportCall(ToolArguments Arguments, int Page, AccountApi Api, ToolCallContext Caller)
{
    /// <summary>What ages are measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
