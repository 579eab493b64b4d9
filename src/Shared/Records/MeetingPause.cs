namespace ServerlessMcp.Records;

/// <summary>How long a writer waits that met another one: at random, because those who met would meet again in step, and
/// longer the more often it met.</summary>
public static class MeetingPause
{
    // 4 ms doubled so often is over every bound; a shift by more than 31 bits begins anew.
    private const int MostDoublings = 8;

    /// <summary>The pause.</summary>
    /// <param name="met">How often it has met before, from 0.</param>
    /// <param name="mostMilliseconds">The longest, from 4.</param>
    public static TimeSpan Of(int met, int mostMilliseconds) => TimeSpan.FromMilliseconds(
        RandomNumberGenerator.GetInt32(1, Math.Min(4 << Math.Min(met, MostDoublings), mostMilliseconds)));
}
