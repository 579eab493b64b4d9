using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Calls;

/// <summary>A tool that is code, and no row of an API's endpoints: name, effect, tags, description, arguments, and what
/// it does.</summary>
internal sealed record CodedTool : ToolDefinition
{
    /// <summary>What it does with arguments that were checked. Of a change: once the trail has that it may happen.</summary>
    public required Func<ToolArguments, ToolCallContext, CancellationToken, Task<ReadOnlyMemory<byte>>> Run { get; init; }

    /// <summary>Runs one call of it: arguments checked, a change noted before it happens, and a failure told without a
    /// word of what failed.</summary>
    /// <exception cref="Records.StoreUnavailableException">The intent of a change could not be noted. Nothing was
    /// done.</exception>
    public async Task<ToolResult> CallAsync(
        IDictionary<string, JsonElement>? given, ToolCallContext caller, CancellationToken cancellationToken)
    {
        var reading = ArgumentReader.Read(this, given?.AsReadOnly(), caller.Account.Organization);
        if (!reading.IsValid)
        {
            return new ToolResult(ToolError.BadArguments(reading.Errors), "bad_arguments");
        }

        var noted = AuditArguments.Of(reading.Arguments);
        var isChange = Effect != Effect.Read;
        if (isChange && caller.OnChange is { } note)
        {
            await note(noted);
            cancellationToken = CancellationToken.None;
        }

        try
        {
            return new ToolResult(await Run(reading.Arguments, caller, cancellationToken), CallOutcome.Ok)
            { IsSent = true, AuditArguments = noted };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            var isRevoked = failure is OperationCanceledException && caller.Running is { IsRevoked: true };
            return new ToolResult(ToolError.Interrupted(wasSent: true, isChange, null, isRevoked), CallOutcome.Unknown)
            { IsSent = true, AuditArguments = noted };
        }
    }
}
