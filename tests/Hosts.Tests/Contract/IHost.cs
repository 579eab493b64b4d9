namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>A running host: the real executable, its records empty, its vault with one secret.</summary>
internal interface IHost : IAsyncDisposable
{
    /// <summary>Sends a request the way callers of this host do.</summary>
    Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the records away, as an outage would.</summary>
    Task BreakStoreAsync(CancellationToken cancellationToken);

    /// <summary>What the host itself opens its cloud with.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>What the executable wrote to its console so far.</summary>
    string Output { get; }
}
