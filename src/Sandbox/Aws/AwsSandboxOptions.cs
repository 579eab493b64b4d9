namespace ServerlessMcp.Sandbox.Aws;

/// <summary>How an <see cref="AwsSandbox"/> behaves.</summary>
public sealed record AwsSandboxOptions
{
    /// <summary>Whether a request that was signed for another region than the bucket's is answered with
    /// AuthorizationHeaderMalformed, which names the right one, and not with a redirect.</summary>
    public bool NamesTheRegion { get; init; }

    /// <summary>How many buckets a page of the list has at most.</summary>
    public int MostBuckets { get; init; } = 10_000;
}
