namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// When the invocation being served has to be over. An execution environment serves one at a time, so there is one.
/// Before Lambda ends the process, three things happen in this order, each with time left for the next:
/// <list type="number">
/// <item><see cref="ForUpstream"/> before it, a request to Terraform times out. The caller gets the tool's own answer,
/// which says whether a change may have taken effect.</item>
/// <item><see cref="ForRequest"/> before it, RequestAborted fires, for whatever else is slow; the caller gets a 504.</item>
/// <item><see cref="ForAnswer"/> before it, the 504 goes out even if the request has not ended.</item>
/// </list>
/// The upstream's own bound of 25 s (TerraformClientOptions.Timeout) stays: the lesser of the two counts. So a
/// function's timeout may be anything from 5 s up.
/// </summary>
internal sealed class InvocationDeadline(TimeProvider clock)
{
    /// <summary>Time kept after the upstream's end: to write the result, the audit line and the answer, on the fraction
    /// of a processor that a small function has.</summary>
    public static readonly TimeSpan ForUpstream = TimeSpan.FromMilliseconds(2000);

    /// <summary>Time kept after RequestAborted.</summary>
    public static readonly TimeSpan ForRequest = TimeSpan.FromMilliseconds(500);

    /// <summary>Time kept for handing over the answer.</summary>
    public static readonly TimeSpan ForAnswer = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15); // Lambda's own limit.
    private DateTimeOffset deadline = DateTimeOffset.MaxValue;

    /// <summary>Sets it for the invocation that begins.</summary>
    public void Begin(DateTimeOffset end) => deadline = end;

    /// <summary>How long until <paramref name="margin"/> before it; never negative.</summary>
    public TimeSpan Left(TimeSpan margin)
    {
        var left = deadline - clock.GetUtcNow() - margin;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
    }
}
