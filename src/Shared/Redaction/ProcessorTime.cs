using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ServerlessMcp.Redaction;

/// <summary>
/// How long the current thread has computed: what others do on the same processors is not its work, be it a neighbour's
/// burst or a cloud that gives a function a fourteenth of a processor. Differences only, and of one thread. Where the
/// system does not tell (anything but Linux) it is the time that has passed.
/// </summary>
internal static class ProcessorTime
{
    // CLOCK_THREAD_CPUTIME_ID: https://man7.org/linux/man-pages/man3/clock_gettime.3.html
    private const int OfThread = 3;

    /// <summary>The time, from a start of its own.</summary>
    public static TimeSpan Now =>
        OperatingSystem.IsLinux() && GetTime(OfThread, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
