using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>One call of a tool that answers a report.</summary>
/// <param name="Arguments">The arguments, checked.</param>
/// <param name="Page">The page asked for, from 1; what <c>next_cursor</c> carries.</param>
/// <param name="Api">The account's API.</param>
/// <param name="Caller">For whom.</param>
public sealed record ReportCall(ToolArguments Arguments, int Page, TerraformSession Api, ToolCallContext Caller)
{
    /// <summary>What ages are measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
