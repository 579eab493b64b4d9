namespace ServerlessMcp.Records;

/// <summary>Lengths of time as people write them: a whole number and s, m, h or d.</summary>
public static class Durations
{
    /// <summary>No time at all, where that means never.</summary>
    public const string None = "0";

    /// <summary>Reads <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>7d</c>; null for anything else, zero, or more than ten
    /// years.</summary>
    public static TimeSpan? Parse(string text)
    {
        var seconds = text is [.., var unit]
            ? unit switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 }
            : 0;
        return seconds > 0
            && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && count <= 315_360_000 / seconds
                ? TimeSpan.FromSeconds(count * seconds)
                : null;
    }

    /// <summary>Writes it in the largest unit that is exact.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (count, unit) = seconds % 86400 == 0 ? (seconds / 86400, 'd')
            : seconds % 3600 == 0 ? (seconds / 3600, 'h')
            : seconds % 60 == 0 ? (seconds / 60, 'm')
            : (seconds, 's');
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
