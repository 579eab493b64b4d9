namespace ServerlessMcp.Local.Commands;

/// <summary>How a time is told: as the API has it.</summary>
internal static class Moment
{
    /// <summary>RFC 3339, UTC, whole seconds.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
