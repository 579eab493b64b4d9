using System.Diagnostics.CodeAnalysis;
using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>
/// One writer at a time in a data folder, over threads and processes: an exclusive lock on <c>.lock</c>, which the
/// operating system releases when its holder dies, so that there is no stale lock to break. Readers need none. File
/// systems without locks (some network mounts) are no place for the data folder.
/// </summary>
[SuppressMessage("Design", "CA1001",
    Justification = "A SemaphoreSlim holds nothing to release until someone asks for its wait handle.")]
internal sealed class StoreLock(string directory, TimeProvider clock)
{
    // Writing a record takes milliseconds; only a stopped process (SIGSTOP, a debugger) holds on for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    // EWOULDBLOCK of flock on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int HeldByAnother =
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    private readonly SemaphoreSlim here = new(1, 1);

    /// <summary>Waits for the lock; disposing the answer releases it.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        await here.WaitAsync(cancellationToken);
        try
        {
            return new Held(here, await OpenAsync(cancellationToken));
        }
        catch
        {
            here.Release();
            throw;
        }
    }

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                DurableFile.CreateFolder(directory);
                return DurableFile.OpenExclusive(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate);
            }
            catch (IOException e) when (e.HResult == HeldByAnother)
            {
                if (clock.GetElapsedTime(start) > Patience)
                    throw new StoreUnavailableException("Another process holds the lock of the data folder.", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StoreUnavailableException("The data folder can't be locked for writing.", e);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private sealed class Held(SemaphoreSlim here, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            here.Release();
        }
    }
}
