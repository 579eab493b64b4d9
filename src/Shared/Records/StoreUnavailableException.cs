namespace ServerlessMcp.Records;

/// <summary>The store can't answer: down, throttled, too slow, full, or holding something unreadable. The caller sees
/// 503; nothing is allowed.</summary>
/// <param name="message">What the store was asked and what went wrong; without secrets, because it is logged.</param>
/// <param name="cause">The exception behind it.</param>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What to tell the caller besides, where waiting does not help; null where it may.</summary>
    public string? Hint { get; init; }
}
