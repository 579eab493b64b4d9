namespace ServerlessMcp.Local.Commands;

/// <summary>How long a URL lives yet, as a bar and in words.</summary>
internal static class TimeLeft
{
    private const int Cells = 8;
    private const double Soon = 0.15;

    /// <summary>Both, and their colour.</summary>
    public static (string Text, Color Color) Of(JsonElement url, DateTimeOffset now)
    {
        if (End(url) is not { } end)
        {
            return ("no end", Color.Yellow);
        }

        var (left, whole) = (end - now, end - url.GetProperty("created_at").GetDateTimeOffset());
        var part = whole > TimeSpan.Zero ? Math.Clamp(left / whole, 0, 1) : 0;
        var full = (int)Math.Ceiling(part * Cells);
        return left <= TimeSpan.Zero ? ($"{new string('░', Cells)} over", Color.Red)
            : ($"{new string('█', full)}{new string('░', Cells - full)} {Words(left)}",
                part < Soon ? Color.Yellow : Color.Green);
    }

    /// <summary>When it ends: by its own time or the policy's, whichever is first.</summary>
    public static DateTimeOffset? End(JsonElement url) =>
        url.TryGetProperty("ends_at", out var end) || url.TryGetProperty("expires_at", out end)
            ? end.ValueKind == JsonValueKind.String ? end.GetDateTimeOffset() : null : null;

    private static string Words(TimeSpan left) => left.TotalDays >= 2 ? $"{(int)left.TotalDays}d {left.Hours}h"
        : left.TotalHours >= 1 ? $"{(int)left.TotalHours}h {left.Minutes}m"
        : left.TotalMinutes >= 1 ? $"{left.Minutes}m"
        : $"{left.Seconds}s";
}
