using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Calls;

/// <summary>A tool that is code, and no row of an API's endpoints: name, effect, tags, description, arguments, and what
/// it does.</summary>
internal sealed record CodedTool : ToolDefinition
{
    /// <summary>What it does with arguments that were checked. Of a change: once the trail has that it may happen.</summary>
    public required Func<ToolArguments, ToolCall, CancellationToken, Task<ReadOnlyMemory<byte>>> Run { get; init; }

    /// <summary>Runs one call of it: arguments checked, a change noted before it happens, and a failure told without a
    /// word of what failed.</summary>
    /// <exception cref="Records.StoreUnavailableException">The intent of a change could not be noted. Nothing was
    /// done.</exception>
    public async Task<ToolResult> CallAsync(
        ToolCall call, CancellationToken cancellationToken)
    {
        var reading = ArgumentReader.Read(this, call.Arguments?.AsReadOnly(), call.Account.Default(Catalog.Form));
        if (!reading.IsValid)
        {
            return new ToolResult(ToolError.BadArguments(reading.Errors), CallOutcome.BadArguments);
        }

        var noted = AuditArguments.Of(reading.Arguments);
        var isChange = Effect != Effect.Read;
        if (isChange)
        {
            await call.NoteChangeAsync(noted);
            cancellationToken = CancellationToken.None;
        }

        try
        {
            return new ToolResult(await Run(reading.Arguments, call, cancellationToken), CallOutcome.Ok)
            { IsSent = true, AuditArguments = noted };
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or Records.StoreUnavailableException))
        {
            var isRevoked = failure is OperationCanceledException && call.Running is { IsRevoked: true };
            return new ToolResult(ToolError.Interrupted(
                Catalog.Form.System, wasSent: true, isChange, null, isRevoked), CallOutcome.Unknown)
            { IsSent = true, AuditArguments = noted };
        }
    }
}
