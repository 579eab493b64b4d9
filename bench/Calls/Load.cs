using System.Diagnostics;

namespace ServerlessMcp.Bench.Calls;

/// <summary>Asks one thing again and again over some connections.</summary>
internal static class Load
{
    /// <summary>Runs for a while.</summary>
    /// <param name="port">Whom to ask.</param>
    /// <param name="request">What.</param>
    /// <param name="connections">How many ask at a time.</param>
    /// <param name="time">How long.</param>
    /// <param name="length">How long the body of each answer has to be.</param>
    /// <returns>How many answers came in a second, and the median of how long one took, in microseconds.</returns>
    public static (double PerSecond, double Median) Run(int port, byte[] request, int connections, TimeSpan time, int length)
    {
        var taken = new List<long>[connections];
        Exception? failure = null;
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, connections).Select(each => new Thread(() =>
        {
            try
            {
                taken[each] = Ask(port, request, started, time, length);
            }
            catch (Exception fault)
            {
                failure = fault;
            }
        }, maxStackSize: 256 * 1024)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
            throw new InvalidOperationException("A call failed.", failure);
        var all = taken.SelectMany(one => one).Order().ToList();
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all[all.Count / 2] * 1e6 / Stopwatch.Frequency);
    }

    private static List<long> Ask(int port, byte[] request, long started, TimeSpan time, int length)
    {
        var taken = new List<long>(100_000);
        using var connection = new HttpConnection(port);
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var asked = Stopwatch.GetTimestamp();
            connection.Send(request);
            if (!connection.TryReceive(out var head, out var body) || !head.StartsWith("HTTP/1.1 200"u8) || body.Length != length)
                throw new InvalidDataException($"An answer of {body.Length} bytes came, where {length} were before.");
            taken.Add(Stopwatch.GetTimestamp() - asked);
        }

        return taken;
    }
}
