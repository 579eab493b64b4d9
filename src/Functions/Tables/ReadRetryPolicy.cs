using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// One quick second try for reads: a connection that was closed while the function slept is common, and costs nothing
/// to replace. No second try for a write: a conditional one that was done, and whose answer got lost, would look like
/// one that was refused. A service that says when to come back is not asked before.
/// </summary>
internal sealed class ReadRetryPolicy()
    : RetryPolicy(maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.FromMilliseconds(50)))
{
    /// <inheritdoc/>
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsRead(message) && base.ShouldRetry(message, exception);

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsRead(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private static bool IsRead(HttpMessage message) =>
        message.Request.Method == RequestMethod.Get && !(message.HasResponse && message.Response.Headers.Contains("Retry-After"));
}
