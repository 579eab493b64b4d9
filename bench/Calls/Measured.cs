namespace ServerlessMcp.Bench.Calls;

/// <summary>What was measured of one program, round by round.</summary>
internal sealed class Measured
{
    /// <summary>The connections of the second figure.</summary>
    public const int Many = 32;

    private readonly List<double> medians = [], rates = [], processor = [];

    /// <summary>How long an answer takes over one connection, in microseconds.</summary>
    public double Median => Middle(medians);

    /// <summary>How many answers come in a second over <see cref="Many"/>.</summary>
    public double PerSecond => Middle(rates);

    /// <summary>The processor's time that the host takes for a call, in microseconds.</summary>
    public double Processor => Middle(processor);

    /// <summary>One round: one connection, then many.</summary>
    /// <param name="port">Whom to ask.</param>
    /// <param name="request">What.</param>
    /// <param name="length">How long each answer's body is.</param>
    /// <param name="host">Whose processor's time is taken; null for none.</param>
    /// <param name="time">How long each of both.</param>
    /// <param name="isKept">Whether it counts.</param>
    public void Add(int port, byte[] request, int length, Host? host, TimeSpan time, bool isKept)
    {
        var (_, median) = Load.Run(port, request, 1, time, length);
        var spent = host?.ProcessorTime;
        var (perSecond, _) = Load.Run(port, request, Many, time, length);
        if (!isKept)
            return;
        medians.Add(median);
        rates.Add(perSecond);
        if (spent is { } start)
            processor.Add((host!.ProcessorTime - start).TotalMicroseconds / (perSecond * time.TotalSeconds));
    }

    private static double Middle(List<double> of) => of.Order().ElementAt(of.Count / 2);
}
