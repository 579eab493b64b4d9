using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace ServerlessMcp.Http;

/// <summary>
/// What the upstream said about its rate limit
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting"/>), as whole numbers. Null
/// is what it didn't say: a Terraform Enterprise may have rate limiting off.
/// </summary>
/// <param name="Limit">Requests a window (<c>x-ratelimit-limit</c>); the window is 1 s, for lists of runs 60 s.</param>
/// <param name="Remaining">Requests left in it (<c>x-ratelimit-remaining</c>).</param>
/// <param name="ResetSeconds">Seconds until there are more: <c>x-ratelimit-reset</c>, a float, rounded up; a
/// <c>Retry-After</c>, should there be one, wins.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RateLimit(int? Limit, int? Remaining, int? ResetSeconds)
{
    /// <summary>Reads the headers; what is absent, empty, negative or no number is null.</summary>
    /// <remarks>Ordinary answers have no <c>Retry-After</c>; no source shows the API sending one at all, but a proxy in
    /// front of it may, on its own 429.</remarks>
    public static RateLimit Read(HttpResponseHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new RateLimit(
            Whole(headers, "x-ratelimit-limit"), Whole(headers, "x-ratelimit-remaining"),
            RetryAfter(headers) ?? Whole(headers, "x-ratelimit-reset"));
    }

    private static int? RetryAfter(HttpResponseHeaders headers)
    {
        if (headers.RetryAfter is not { } header)
            return null;

        // A date is told by the sender's clock, so it is measured against the sender's clock.
        var wait = header.Delta ?? header.Date - headers.Date;
        return wait is { } time && time >= TimeSpan.Zero ? Whole(time.TotalSeconds) : null;
    }

    private static int? Whole(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Whole(number)
            : null;

    private static int? Whole(double number) => number is >= 0 and <= int.MaxValue ? (int)Math.Ceiling(number) : null;
}
