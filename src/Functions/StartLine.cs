namespace ServerlessMcp.Functions;

/// <summary>The line by which the workbook counts cold starts: the platform writes none.</summary>
internal static partial class StartLine
{
    /// <summary>Writes it.</summary>
    public static void Write(ILoggerFactory loggers) => Started(loggers.CreateLogger("ServerlessMcp"));

    [LoggerMessage(51, LogLevel.Information, "Started.")]
    private static partial void Started(ILogger log);
}
