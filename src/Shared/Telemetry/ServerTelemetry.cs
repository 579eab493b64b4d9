using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServerlessMcp.Telemetry;

/// <summary>
/// The source of spans and the meter. Nothing of it is made before a first message is served, and without a listener a
/// message costs a look whether there is one: hosts add an exporter where an operator names a collector.
/// </summary>
internal static class ServerTelemetry
{
    private static readonly string Version = typeof(ServerTelemetry).Assembly.GetName().Version!.ToString(3);

    public static readonly ActivitySource Source = new(TelemetryNames.Source, Version);

    private static readonly Meter Meter = new(TelemetryNames.Source, Version);

    public static readonly Histogram<double> OperationDuration = Seconds(
        TelemetryNames.OperationDuration, "From the gate to the answer of a message.",
        0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300);

    public static readonly Counter<long> Calls =
        Meter.CreateCounter<long>(TelemetryNames.Calls, "{call}", "Tool calls.");

    public static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>(TelemetryNames.Refusals, "{request}", "Requests that the gate refused.");

    public static readonly Histogram<double> UpstreamDuration = Seconds(
        TelemetryNames.UpstreamDuration, "From a request to the upstream to the head of its answer.",
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);

    public static readonly Counter<long> UpstreamRateLimited = Meter.CreateCounter<long>(
        TelemetryNames.UpstreamRateLimited, "{response}", "Answers of the upstream that are its rate limit.");

    private static readonly Histogram<double> ColdStart = Seconds(
        TelemetryNames.ColdStart, "From the start of the process to its first message.",
        0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2, 5, 10);

    private static int hasServed;

    /// <summary>Notes how long the process was there before its first message; once.</summary>
    public static void Served()
    {
        if (ColdStart.Enabled && Interlocked.Exchange(ref hasServed, 1) == 0)
        {
            ColdStart.Record((TimeProvider.System.GetUtcNow() - ProcessStart()).TotalSeconds);
        }
    }

    /// <summary>Counts a request that was refused.</summary>
    /// <param name="reason">A name of the product's own.</param>
    public static void Refused(Enum reason)
    {
        if (Refusals.Enabled)
        {
            Refusals.Add(1, new KeyValuePair<string, object?>(
                TelemetryNames.Reason, JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())));
        }
    }

    private static DateTimeOffset ProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime);
    }

    private static Histogram<double> Seconds(string name, string description, params double[] boundaries) =>
        Meter.CreateHistogram(name, "s", description, tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
