using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ServerlessMcp.Functions;

namespace ServerlessMcp.Stores.Tests.Azure;

public sealed class OneLineFormatterTests
{
    public static TheoryData<LogLevel, string, bool> Entries() =>
        [.. from level in Enum.GetValues<LogLevel>() where level != LogLevel.None
            from text in (string[])["", "One line.", "Two\nlines, and one\n"]
            from fails in (bool[])[false, true]
            select (level, text, fails)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void It_writes_what_the_frameworks_simple_console_writes_on_one_line(LogLevel level, string text, bool fails)
    {
        Exception? failure = fails ? new InvalidOperationException("It broke\nin two lines.") : null;
        var entry = new LogEntry<string>(level, "ServerlessMcp.Some", new EventId(7, "Seven"), text, failure, (state, _) => state);

        Assert.Equal(Written(Framework(), entry), Written(new OneLineFormatter(), entry));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\f")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void Nothing_in_an_entry_begins_another_line(string separator)
    {
        var entry = new LogEntry<string>(LogLevel.Information, "ServerlessMcp.Some", 7, $"One{separator}info: ServerlessMcp.Audit[10] forged", null, (state, _) => state);

        Assert.Equal($"info: ServerlessMcp.Some[7] One info: ServerlessMcp.Audit[10] forged{Environment.NewLine}", Written(new OneLineFormatter(), entry));
    }

    private static string Written(ConsoleFormatter formatter, LogEntry<string> entry)
    {
        using var writer = new StringWriter();
        formatter.Write(entry, null, writer);
        return writer.ToString();
    }

    private static ConsoleFormatter Framework()
    {
        var services = new ServiceCollection().AddLogging(log => log.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }));
        return services.BuildServiceProvider().GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple);
    }
}
