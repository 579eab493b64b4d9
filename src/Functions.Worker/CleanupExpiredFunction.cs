using Microsoft.Azure.Functions.Worker;

namespace ServerlessMcp.Functions.Worker;

/// <summary>The timer's function. It comes over gRPC alone, so there is no path to close.</summary>
internal sealed class CleanupExpiredFunction(ExpiredRecordSweep sweep)
{
    /// <summary>Sweeps.</summary>
    [Function("CleanupExpired")]
    public async Task RunAsync(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer, FunctionContext context, CancellationToken cancellationToken)
    {
        using var running = Invocation.Begin(context.InvocationId);
        await sweep.RunAsync(cancellationToken);
    }
}
