namespace ServerlessMcp.Bench.Calls;

/// <summary>One of the two programs.</summary>
/// <param name="Host">It.</param>
/// <param name="Request">What it is asked.</param>
/// <param name="Length">How long the body of its answer is.</param>
internal sealed record Side(Host Host, byte[] Request, int Length)
{
    /// <summary>What was measured.</summary>
    public Measured Measured { get; } = new();
}
