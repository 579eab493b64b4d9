using System.Diagnostics;
using System.Text.RegularExpressions;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

public sealed class LogPatternTests
{
    [Theory]
    [InlineData("Error|denied", "Access DENIED")]
    [InlineData(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", "2026-11-25T10:00:00Z")]
    [InlineData("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "id 123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("[a-f0-9]{64}", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData(@"(\d{1,3}\.){3}\d{1,3}", "from 10.0.0.17")]
    [InlineData(@"aws_instance\.[^\]]+\[""[]x{}]", @"aws_instance.a[""x")]
    [InlineData("set{x}", "set{x}")]
    [InlineData("x{,3}", "x{,3}")]
    [InlineData(@"\p{L}{3,}", "abc")]
    [InlineData("", "anything")]
    public void It_finds_what_is_written(string pattern, string line) => Assert.True(LogPattern.Parse(pattern)!.IsMatch(line));

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("(?=x)")]
    [InlineData(@"(a)\1")]
    [InlineData("(.*a){129}b")]
    [InlineData("a{257}")]
    [InlineData("a{2,257}")]
    [InlineData("a{257,}")]
    [InlineData("a{2147483648}")]
    [InlineData("(a{16}b){16}")]
    [InlineData("(((a{7}){7}){7}){7}")]
    [InlineData("(?:(?:a?){20}){20}")]
    [InlineData("[ab]{200}[cd]{200}")]
    public void It_refuses_what_it_can_not_read_and_what_is_too_large_when_written_out(string pattern) => Assert.Null(LogPattern.Parse(pattern));

    [Fact]
    public void It_takes_as_many_parts_as_it_says()
    {
        Assert.NotNull(LogPattern.Parse(new string('a', LogPattern.MaxParts)));
        Assert.Null(LogPattern.Parse(new string('a', LogPattern.MaxParts + 1)));
    }

    // Megabytes of a log, chosen against the expression. Alone each line would be in time.
    [Trait("Lane", "slow")]
    [Theory]
    [InlineData("(.*a){120}b")]
    [InlineData("(a|aa)*.{100}c")]
    [InlineData("(.*){120}(a.*){60}b")]
    [InlineData("(x+x+)+y.{200}z")]
    public void However_nasty_the_expression_and_long_the_log_a_call_is_over_in_seconds(string pattern)
    {
        var grep = LogPattern.Parse(pattern)!;
        var line = string.Concat(Enumerable.Range(0, 10_000).Select(at => "axaab"[at * at % 5]));
        var begun = Stopwatch.GetTimestamp();
        try
        {
            for (var i = 0; i < 6_400; i++)
            {
                grep.IsMatch(line);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Which is told to the caller.
        }

        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), $"{Stopwatch.GetElapsedTime(begun)}");
    }
}
