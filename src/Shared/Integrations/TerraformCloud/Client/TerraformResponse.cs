using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>An answer of the upstream, read whole. Dispose it when its body has been used: the buffer goes back to a
/// pool.</summary>
public sealed class TerraformResponse : IDisposable
{
    private byte[]? rented;
    private readonly ReadOnlyMemory<byte> body;

    /// <summary>An answer whose body isn't pooled.</summary>
    public TerraformResponse(int status, ReadOnlyMemory<byte> body, string? contentType = null, RateLimit rateLimit = default)
    {
        Status = status;
        this.body = body;
        ContentType = contentType;
        RateLimit = rateLimit;
    }

    internal TerraformResponse(int status, byte[] rented, int start, int length)
    {
        Status = status;
        this.rented = rented;
        body = rented.AsMemory(start, length);
        IsPooled = true;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The body, decompressed, without a byte order mark; empty for none.</summary>
    /// <exception cref="ObjectDisposedException">The answer has been disposed.</exception>
    public ReadOnlyMemory<byte> Body
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsPooled && rented is null, this);
            return body;
        }
    }

    /// <summary>The media type, without parameters (<c>application/vnd.api+json</c>); null for none.</summary>
    public string? ContentType { get; internal init; }

    /// <summary>What it said about the rate limit.</summary>
    public RateLimit RateLimit { get; internal init; }

    /// <summary>The upstream's <c>x-request-id</c>, for its support; null for none.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>Where a 3xx points. It may be a pre-signed URL: resolve it, don't show it.</summary>
    public Uri? Location { get; internal init; }

    /// <summary>The headers that name the product and its version (<c>TFP-AppName</c>, <c>X-TFE-Version</c>), of an
    /// answer without a body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ProductHeaders { get; internal init; } = [];

    private bool IsPooled { get; }

    /// <summary>Gives the buffer back, wiped: it may hold secrets, and the pool is shared.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref rented, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }
}
