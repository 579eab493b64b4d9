using System.Net;
using System.Net.Http.Headers;

namespace ServerlessMcp.Http;

/// <summary>Connections to others: no redirects, no cookies, no tracing headers, so that a token goes where it was sent
/// and nowhere else.</summary>
internal static class OutboundHandler
{
    /// <summary>What we call ourselves.</summary>
    public static readonly ProductInfoHeaderValue Agent =
        new("ServerlessMcp", typeof(OutboundHandler).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>Connections are kept, and renewed every five minutes so that a changed DNS record is noticed.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
    };
}
