namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>How much is asked of AWS at once, and for how long.</summary>
internal static class AwsLimits
{
    /// <summary>One request, its answer included.</summary>
    public static readonly TimeSpan Request = TimeSpan.FromSeconds(10);

    /// <summary>How often the SDK repeats what was throttled or not answered.</summary>
    public const int Retries = 3;

    /// <summary>Buckets that are read at once in one region: S3 publishes no rate for settings.</summary>
    public const int BucketsOfARegion = 24;

    /// <summary>Buckets that are read at once.</summary>
    public const int Buckets = 48;

    /// <summary>What a call leaves of its time for writing the answer.</summary>
    public static readonly TimeSpan ForTheAnswer = TimeSpan.FromSeconds(2);
}
