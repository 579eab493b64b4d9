using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>The headers of every answer, whatever it says, so that they tell nothing about it.</summary>
public static class SecurityHeaders
{
    /// <summary>Sets them: the URL is a secret, so no cache keeps the answer and no Referer carries the address on (W3C
    /// capability URLs, 5.2).</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Browsers heed it over https only (RFC 6797, 8.1), so a server on loopback may say it too.
        headers.StrictTransportSecurity = "max-age=31536000";
    }
}
