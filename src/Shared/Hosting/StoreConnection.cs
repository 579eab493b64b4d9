using System.Security.Cryptography.X509Certificates;
using ServerlessMcp.Records;

namespace ServerlessMcp.Hosting;

/// <summary>
/// Opens the way to the store while the rest of the host still starts: identity, connection and the code for both take
/// half of a cold start, and no first request does without them. A cloud starts a host because somebody calls.
/// </summary>
public static class StoreConnection
{
    // An id that no account has: it is longer than they may be.
    private static readonly string Nobody = new('0', 64);

    /// <summary>Asks the store for a record that is not there, and waits for nothing: whether it answers is told by the
    /// first question that matters.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isHttps">Whether it is reached over https, as everywhere but in emulators.</param>
    /// <param name="warm">What else to do beside the start: building catalogues.</param>
    public static void Open(IRecordStore store, bool isHttps, params Action[] warm)
    {
        // While this is the only thread. In a program compiled ahead of time two threads may else wait for each other's
        // class constructors for good: this one for AppContext's, which the pool asks for, and that for the one of a
        // comparer, which asks for AppContext where a lock is taken. Once in 8,384 starts.
        _ = AppContext.GetData("");
        _ = Task.Run(() => AskAsync(store));
        foreach (var one in warm)
        {
            _ = Task.Run(one);
        }

        if (isHttps)
        {
            // Rather than in the middle of the handshake: before it trusts one certificate OpenSSL reads all roots of
            // the machine, 142 files on Debian, for 40 ms. On a thread of its own, because the pool begins with one per
            // core, and a first request waits for one.
            new Thread(ReadRoots) { IsBackground = true }.Start();
        }
    }

    private static void ReadRoots()
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        foreach (var root in roots.Certificates)
        {
            root.Dispose();
        }
    }

    private static async Task AskAsync(IRecordStore store)
    {
        try
        {
            await store.GetAsync(RecordKind.IntegratedAccount, Nobody, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The first request meets it again, and says so.
        }
    }
}
