namespace ServerlessMcp.Records;

/// <summary>Arithmetic of times that others chose: an end in the year 9999 is one like any other.</summary>
internal static class Moments
{
    /// <summary>RFC 3339 in UTC, to the second: <c>2026-11-30T14:00:00Z</c>.</summary>
    public static string ToSecond(this DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The moment <paramref name="span"/> later; the last there is, if that is beyond.</summary>
    public static DateTimeOffset Later(this DateTimeOffset moment, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - moment ? DateTimeOffset.MaxValue : moment + span;
}
