using System.Net;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData("30", "29", "0.2", 30, 29, 1)]
    [InlineData("30", "0", "0.0", 30, 0, 0)]
    [InlineData("30", "0", "12", 30, 0, 12)]
    [InlineData("", "", "", null, null, null)]
    [InlineData("many", "-1", "NaN", null, null, null)]
    [InlineData("1e99", "Infinity", "-0.5", null, null, null)]
    [InlineData(null, null, null, null, null, null)]
    public void The_headers_are_whole_numbers_or_nothing(string? limit, string? remaining, string? reset, int? wholeLimit, int? wholeRemaining, int? wholeReset) =>
        Assert.Equal(new RateLimit(wholeLimit, wholeRemaining, wholeReset), Read(("x-ratelimit-limit", limit), ("X-RateLimit-Remaining", remaining), ("x-ratelimit-reset", reset)));

    [Fact]
    public void Retry_after_wins()
    {
        Assert.Equal(7, Read(("x-ratelimit-reset", "0.5"), ("Retry-After", "7")).ResetSeconds);
        Assert.Equal(90, Read(("Date", "Sat, 01 Aug 2026 10:00:00 GMT"), ("Retry-After", "Sat, 01 Aug 2026 10:01:30 GMT")).ResetSeconds);
    }

    [Fact]
    public void A_retry_after_that_says_nothing_does_not_win() =>
        Assert.Equal(1, Read(("x-ratelimit-reset", "0.5"), ("Retry-After", "Sat, 01 Aug 2026 10:01:30 GMT")).ResetSeconds);

    private static RateLimit Read(params (string Name, string? Value)[] headers)
    {
        using var message = StubUpstream.Message(HttpStatusCode.OK, [], null, [.. headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!))]);
        return RateLimit.Read(message.Headers);
    }
}
