using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using ServerlessMcp.Hosting;
using ServerlessMcp.Telemetry;

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

    // What CloudWatch Logs Insights and Application Insights query: members at the root, each thing once.
    [Theory]
    [MemberData(nameof(Entries))]
    public void A_line_of_json_says_each_thing_once(LogLevel level, string text, bool fails)
    {
        var line = Written(new JsonLineFormatter(), Entry(level, text, fails));

        var members = JsonNode.Parse(line)!.AsObject();
        Assert.Equal(["level", "category", "event_id", "message", .. fails ? ["exception"] : (string[])[]], members.Select(member => member.Key));
        Assert.Equal((level.ToString().ToLowerInvariant(), "ServerlessMcp.Some", 7, text), ((string)members["level"]!, (string)members["category"]!, (int)members["event_id"]!, (string)members["message"]!));
        Assert.EndsWith(Environment.NewLine, line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_entry_is_its_line_and_nothing_else()
    {
        const string Line = """{"at":"2026-08-01T12:00:00Z","event":"tool_call","tool":"x","outcome":"ok"}""";
        var entry = new LogEntry<string>(LogLevel.Information, "ServerlessMcp.Audit", 10, Line, null, (state, _) => state);

        Assert.Equal(Line + Environment.NewLine, Written(new JsonLineFormatter(), entry));
    }

    // What is logged of the trail itself is no entry of it.
    [Fact]
    public void What_is_said_of_the_audit_trail_is_a_line_as_all_others()
    {
        var entry = new LogEntry<string>(LogLevel.Error, "ServerlessMcp.Audit", 11, "Not stored.", null, (state, _) => state);

        Assert.Equal("""{"level":"error","category":"ServerlessMcp.Audit","event_id":11,"message":"Not stored."}""" + Environment.NewLine, Written(new JsonLineFormatter(), entry));
    }

    [Fact]
    public void A_line_has_the_platforms_id_of_the_request_and_the_trace()
    {
        RequestTrace.Begin("5b8f3c1e");
        RequestTrace.OfHeaders("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Contains(""","request":"5b8f3c1e","trace_id":"0af7651916cd43dd8448eb211c80319c"}""", Written(new JsonLineFormatter(), Entry(LogLevel.Error, "x", fails: false)), StringComparison.Ordinal);
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
