using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ServerlessMcp.Tests.Reports;

/// <summary>What the current thread has cost a processor, whatever else the machine does meanwhile (<see href="https://man7.org/linux/man-pages/man3/clock_gettime.3.html"/>).</summary>
internal static class ThreadTime
{
    private const int ThreadProcessorTime = 3;

    /// <summary>How long the work takes of a processor. It must not wait, and not leave its thread.</summary>
    public static TimeSpan Of(Action work)
    {
        var before = Now();
        work();
        return Now() - before;
    }

    /// <summary>The least of five.</summary>
    public static TimeSpan Best(Action work) => Enumerable.Range(0, 5).Min(_ => Of(work));

    private static TimeSpan Now()
    {
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetElapsedTime(0);
        return clock_gettime(ThreadProcessorTime, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0) : throw new InvalidOperationException("There is no such clock.");
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
