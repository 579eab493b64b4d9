namespace ServerlessMcp.Sandbox.Http;

/// <summary>
/// 30 requests a second for each user, and 30 run lists a minute.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting A window begins with its first request.
/// </summary>
internal sealed class RateLimiter
{
    private const int Limit = 30;
    private readonly Dictionary<(string Who, bool RunList), Window> windows = [];

    /// <summary>Counts a request. Returns whether it may pass, and the headers of its answer, which describe the
    /// narrower limit.</summary>
    public (bool Allowed, KeyValuePair<string, string>[] Headers) Take(string who, bool runList, DateTimeOffset now)
    {
        var general = Count((who, false), TimeSpan.FromSeconds(1), now);
        var narrow = runList && general.Used <= Limit ? Count((who, true), TimeSpan.FromMinutes(1), now) : general;
        var reset = narrow.Start + narrow.Length - now;
        return (narrow.Used <= Limit,
        [
            KeyValuePair.Create("x-ratelimit-limit", Limit.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("x-ratelimit-remaining", Math.Max(0, Limit - narrow.Used).ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("x-ratelimit-reset", reset.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture)),
        ]);
    }

    private Window Count((string Who, bool RunList) key, TimeSpan length, DateTimeOffset now)
    {
        var window = windows.GetValueOrDefault(key);
        window = window.Length == TimeSpan.Zero || now - window.Start >= length ? new Window(now, length, 1)
            : window with { Used = window.Used + 1 };
        windows[key] = window;
        return window;
    }

    private readonly record struct Window(DateTimeOffset Start, TimeSpan Length, int Used);
}
