using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>One call of a row, its arguments checked: what is asked, of which API, and for whom.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Page">The page asked for, from 1; what <c>next_cursor</c> carries.</param>
/// <param name="Api">The account's API.</param>
/// <param name="Call">For whom.</param>
public sealed record TerraformCall(ToolArguments Arguments, int Page, TerraformSession Api, ToolCall Call)
{
    /// <summary>The arguments. What was named in them has its id as soon as the call is under way.</summary>
    public ToolArguments Arguments { get; internal set; } = Arguments;

    /// <summary>The row.</summary>
    public TerraformTool Tool => Arguments.Row;

    /// <summary>What it waits for: what its row does, unless something else is asked of that row.</summary>
    public WaitFor Wait { get; init; } = Arguments.Row.Wait;

    /// <summary>What ages are measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
