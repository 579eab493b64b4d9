namespace ServerlessMcp.Http;

/// <summary>The bounds of every request to the upstream.</summary>
public sealed record TerraformClientOptions
{
    /// <summary>From sending to the last byte of the answer. Below the 30 s that clients and gateways commonly wait.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long the host may still take for the request it serves, less what it needs to answer; null where hosts have
    /// no such bound. The lesser of this and <see cref="Timeout"/> counts, so that a caller hears what became of the
    /// request before the platform ends it.
    /// </summary>
    public Func<TimeSpan>? Remaining { get; init; }

    /// <summary>The largest body read, in bytes after decompression.</summary>
    public int MaxBodyLength { get; init; } = 10 * 1024 * 1024;

    /// <summary>The largest log, plan, state or archive read from behind a link, in bytes after decompression.</summary>
    public int MaxBlobLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// The largest plan or state read piece by piece, in bytes after decompression. Only what is answered of it is
    /// kept, so that it bounds time, not memory: a plan of 5,000 resources has about 60 MB, read in less than a second.
    /// </summary>
    public long MaxStreamLength { get; init; } = 256 * 1024 * 1024;
}
