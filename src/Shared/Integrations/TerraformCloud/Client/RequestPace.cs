using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Spaces the requests of a call that asks again and again, so that it never sends more than one a second: whatever
/// sends them, a proof of scope and a repetition with a renewed token included. Measured from the last answer, which
/// comes after its request, so that the way there can't bring two closer together.
/// </summary>
/// <param name="clock">What the time is measured by.</param>
/// <param name="options">For how long the host may still take: no request is waited for beyond that.</param>
internal sealed class RequestPace(TimeProvider clock, TerraformClientOptions options)
{
    /// <summary>The least time from an answer to the next request.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long? answered;

    /// <summary>Waits until a request may be sent.</summary>
    /// <exception cref="TerraformFailedException">The host ends the call before.</exception>
    public async ValueTask WaitAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        // A timer may fire a little early, by another clock than that of the timestamps.
        while (answered is { } last && Interval - clock.GetElapsedTime(last) is var pause && pause > TimeSpan.Zero)
        {
            if (options.Remaining?.Invoke() <= pause)
                throw new TerraformFailedException(TerraformFailure.NoTimeLeft, request.Address, request.Verb);
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>Notes that a request has ended, with an answer or without.</summary>
    public void Answered() => answered = clock.GetTimestamp();
}
