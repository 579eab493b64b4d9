using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ServerlessMcp.Hosting;

namespace ServerlessMcp.Tests.Hosting;

public sealed class LineFormatterTests
{
    public static TheoryData<LogLevel, string, bool> Entries() =>
        [.. from level in Enum.GetValues<LogLevel>() where level != LogLevel.None
            from text in (string[])["", "One line.", "Two\nlines, and one\n", "\"é\" 🚀 \u001b[31m"]
            from fails in (bool[])[false, true]
            select (level, text, fails)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void It_writes_what_the_frameworks_simple_console_writes_on_one_line(LogLevel level, string text, bool fails) =>
        Assert.Equal(Written(Framework(ConsoleFormatterNames.Simple), Entry(level, text, fails)), Written(new OneLineFormatter(), Entry(level, text, fails)));

    [Theory]
    [MemberData(nameof(Entries))]
    public void It_writes_what_the_frameworks_json_console_writes(LogLevel level, string text, bool fails) =>
        Assert.Equal(Written(Framework(ConsoleFormatterNames.Json), Entry(level, text, fails)), Written(new JsonLineFormatter(), Entry(level, text, fails)));

    [Fact]
    public void It_writes_the_values_of_a_message_as_the_frameworks_json_console_writes_them()
    {
        LogEntry<IReadOnlyList<KeyValuePair<string, object?>>> entry = new(
            LogLevel.Warning, "ServerlessMcp.Some", new EventId(7), [new("Text", "<a>"), new("Nothing", null), new("Flag", true), new("Count", 7), new("Long", long.MaxValue), new("Share", 0.25), new("Time", TimeSpan.FromSeconds(1.5)), new("{OriginalFormat}", "{Text}")], null, (_, _) => "<a>");

        Assert.Equal(Written(Framework(ConsoleFormatterNames.Json), entry), Written(new JsonLineFormatter(), entry));
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
        Assert.Single(Written(new JsonLineFormatter(), entry).TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }

    private static LogEntry<string> Entry(LogLevel level, string text, bool fails) =>
        new(level, "ServerlessMcp.Some", new EventId(7, "Seven"), text, fails ? new InvalidOperationException("It broke\nin two lines.") : null, (state, _) => state);

    private static string Written<TState>(ConsoleFormatter formatter, LogEntry<TState> entry)
    {
        using var writer = new StringWriter();
        formatter.Write(entry, null, writer);
        return writer.ToString();
    }

    private static ConsoleFormatter Framework(string name)
    {
        var services = new ServiceCollection().AddLogging(log => log.AddJsonConsole().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }));
        return services.BuildServiceProvider().GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == name);
    }
}
