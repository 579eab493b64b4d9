using System.Runtime;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>What the current thread has cost a processor, whatever else the machine does meanwhile.</summary>
internal static class ThreadTime
{
    // More than a reader makes of the documents that are measured.
    private const long Room = 200 * 1024 * 1024;

    private static readonly Lock Turn = new();

    /// <summary>How long the work takes of a processor. It must not wait, and not leave its thread. A collection that falls into one measurement and not into another is no cost of the work.</summary>
    public static TimeSpan Of(Action work)
    {
        // The mode is the process's: one at a time, and over also after work that failed.
        lock (Turn)
        {
            if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
                GC.TryStartNoGCRegion(Room);
            try
            {
                var before = ProcessorTime.Now;
                work();
                return ProcessorTime.Now - before;
            }
            finally
            {
                if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                    GC.EndNoGCRegion();
            }
        }
    }

    /// <summary>The least of five.</summary>
    public static TimeSpan Best(Action work) => Enumerable.Range(0, 5).Min(_ => Of(work));
}
