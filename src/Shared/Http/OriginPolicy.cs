using Microsoft.Extensions.Options;

namespace ServerlessMcp.Http;

/// <summary>
/// Which browser pages may call: the transport's guard against DNS rebinding, where a page of another site reaches a
/// server on this machine. https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
/// </summary>
internal sealed class OriginPolicy(IOptions<ServerlessMcpOptions> options)
{
    private readonly ServerlessMcpOptions options = options.Value;

    /// <summary>Whether a request with this <c>Origin</c> may go on. No header means no browser; <c>null</c> is a
    /// sandboxed page, and refused.</summary>
    public bool Allows(string? origin)
    {
        if (string.IsNullOrEmpty(origin))
        {
            return true;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page)
            || !origin.Equals(page.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // A loopback server trusts pages that this machine serves, on whatever port. Not files, although .NET calls
        // file:// "loopback" too: a file may have been downloaded.
        return options.PublicUrl is { } own
            && (SameOrigin(page, own)
                || (own.IsLoopback && page is { IsLoopback: true, Scheme: "http" or "https", UserInfo: "" }))
            || options.AllowedOrigins.Any(
                allowed => Uri.TryCreate(allowed, UriKind.Absolute, out var other) && SameOrigin(page, other));
    }

    private static bool SameOrigin(Uri one, Uri other) =>
        one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority);
}
