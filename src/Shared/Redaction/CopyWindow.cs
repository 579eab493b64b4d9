namespace ServerlessMcp.Redaction;

/// <summary>The values of one power of two: by the hash of what they begin with, which lengths they have.</summary>
internal sealed class CopyWindow
{
    private readonly Dictionary<ulong, List<int>> lengths = [];

    // Most places of a text are of no value: one bit tells nearly all of them.
    private readonly ulong[] bits = new ulong[1024];

    public void Add(ulong begin, int length)
    {
        bits[(begin >> 6) & 1023] |= 1UL << (int)(begin & 63);
        if (!lengths.TryGetValue(begin, out var known))
            lengths[begin] = known = [];
        if (!known.Contains(length))
            known.Add(length);
    }

    public List<int>? Lengths(ulong begin) =>
        (bits[(begin >> 6) & 1023] >> (int)(begin & 63) & 1) == 0 ? null : lengths.GetValueOrDefault(begin);
}
