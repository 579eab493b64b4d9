using Microsoft.AspNetCore.Http;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Calls;

/// <summary>
/// The upstream's limits on our own answer, or ours where a call did not get as far, under the names of
/// draft-ietf-httpapi-ratelimit-headers, in whole seconds; on 429 <c>retry-after</c> as well (RFC 9110, 10.2.3). A bare
/// 429 never reaches a model, so the result's error carries <c>retry_after_seconds</c> too.
/// </summary>
internal static class RateLimitHeaders
{
    /// <summary>Sets what is known.</summary>
    public static void Set(IHeaderDictionary headers, ToolResult result)
    {
        Set(headers, result.RateLimit);
        if (result.RateLimit is { } limit
            && (result.UpstreamStatus == 429
                || (result.Outcome == CallOutcome.Limited && limit.ResetSeconds is not null)))
        {
            Set(headers, "retry-after", limit.ResetSeconds ?? 1);
        }
    }

    /// <summary>Sets what is known before there is a result.</summary>
    public static void Set(IHeaderDictionary headers, RateLimit? known)
    {
        if (known is { } limit)
        {
            Set(headers, "ratelimit-limit", limit.Limit);
            Set(headers, "ratelimit-remaining", limit.Remaining);
            Set(headers, "ratelimit-reset", limit.ResetSeconds);
        }
    }

    private static void Set(IHeaderDictionary headers, string name, int? value)
    {
        if (value is { } number)
        {
            headers[name] = number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
