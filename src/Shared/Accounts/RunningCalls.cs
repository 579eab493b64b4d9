using System.Collections.Concurrent;

namespace ServerlessMcp.Accounts;

/// <summary>
/// The calls that run in this process, so that revoking what let them in ends them: a wait of five minutes, or the
/// reading of a large document, must not outlive its URL. Where another process revokes, a call that waits finds out by
/// itself (<see cref="RunningCall.LookAgainAsync"/>), and every other at its next.
/// </summary>
public sealed class RunningCalls
{
    private readonly ConcurrentDictionary<RunningCall, Admission> running = [];

    /// <summary>Notes a call until what comes is disposed.</summary>
    /// <param name="admission">What let it in.</param>
    /// <param name="isStillAdmitted">Asks the gate again.</param>
    /// <param name="callerGone">The caller's own end.</param>
    public RunningCall Begin(
        Admission admission, Func<CancellationToken, Task<bool>> isStillAdmitted, CancellationToken callerGone)
    {
        var call = new RunningCall(this, isStillAdmitted, callerGone);
        running[call] = admission;
        return call;
    }

    /// <summary>Ends those that were let in by something that is revoked.</summary>
    public void End(Func<Admission, bool> isRevoked)
    {
        foreach (var (call, admission) in running)
        {
            if (isRevoked(admission))
                call.Revoke();
        }
    }

    internal void Remove(RunningCall call) => running.TryRemove(call, out _);
}
