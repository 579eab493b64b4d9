using System.Text;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Hosting;

namespace ServerlessMcp.Tests.Hosting;

/// <summary>An entry is out, whole and in its turn, when whoever logged it goes on.</summary>
public sealed class ConsoleLogTests
{
    [Fact]
    public void An_entry_is_one_write_and_done_before_the_caller_goes_on()
    {
        using var output = new Writes();
        using var log = new ConsoleLog(new OneLineFormatter(), output);

        log.CreateLogger("Some").LogInformation("One {Emoji} line", "🚀");

        Assert.Equal([$"info: Some[0] One 🚀 line{Environment.NewLine}"], output.All);
    }

    [Fact]
    public void Errors_go_where_errors_go()
    {
        using Writes output = new(), errors = new();
        using var log = new ConsoleLog(new OneLineFormatter(), output, errors);

        log.CreateLogger("Some").LogWarning("soft");
        log.CreateLogger("Some").LogError("hard");

        Assert.Contains("soft", Assert.Single(output.All), StringComparison.Ordinal);
        Assert.Contains("hard", Assert.Single(errors.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_many_threads_are_never_mixed()
    {
        using var output = new Writes();
        using var log = new ConsoleLog(new OneLineFormatter(), output);
        var lines = Enumerable.Range(0, 64).Select(i => new string((char)('a' + (i % 26)), 100 + (i * 400))).ToList();

        await Task.WhenAll(lines.Select(line => Task.Run(() => log.CreateLogger("Some").LogInformation("{Line}", line), TestContext.Current.CancellationToken)));

        Assert.Equal(lines.Select(line => $"info: Some[0] {line}{Environment.NewLine}").Order(StringComparer.Ordinal), output.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_value_that_logs_while_it_is_written_spoils_neither_line()
    {
        using var output = new Writes();
        using var log = new ConsoleLog(new OneLineFormatter(), output);
        var logger = log.CreateLogger("Some");

        logger.Log(LogLevel.Information, 0, "outer", null, (state, _) =>
        {
            logger.LogInformation("inner");
            return state;
        });

        Assert.Equal(["info: Some[0] inner" + Environment.NewLine, "info: Some[0] outer" + Environment.NewLine], output.All);
    }

    private sealed class Writes : MemoryStream
    {
        public List<string> All { get; } = [];

        public override void Write(byte[] buffer, int offset, int count) => All.Add(Encoding.UTF8.GetString(buffer, offset, count));
    }
}
