using ServerlessMcp.Testing.Faults;

namespace ServerlessMcp.Testing;

/// <summary>The requests the sandbox received, oldest first; only the last 10,000 are kept, so that a benchmark does
/// not fill the memory.</summary>
public sealed class RequestLog
{
    private const int Kept = 10_000;
    private readonly Lock gate = new();
    private readonly Queue<RecordedRequest> requests = new();
    private long total;

    /// <summary>How many came since the start or the last <see cref="Clear"/>, those no longer kept included.</summary>
    public long Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>A copy of what is kept.</summary>
    public IReadOnlyList<RecordedRequest> ToList()
    {
        lock (gate) return [.. requests];
    }

    /// <summary>How many of the kept ones have this method (<c>*</c> for any) and this path, exact or with <c>*</c> for
    /// any characters.</summary>
    public int Count(string method, string path)
    {
        lock (gate) return requests.Count(r => (method == "*" || r.Method == method) && Glob.Matches(path, r.Path));
    }

    /// <summary>Forgets everything and counts from zero.</summary>
    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
            total = 0;
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (gate)
        {
            total++;
            requests.Enqueue(request);
            if (requests.Count > Kept) requests.Dequeue();
        }
    }
}
