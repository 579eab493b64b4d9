using Microsoft.Extensions.Primitives;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Http;

/// <summary>What a header takes, by RFC 9110, 12.5.1: a weight of zero is a "no", and the most specific range decides.</summary>
public sealed class AcceptHeaderTests
{
    [Theory]
    [InlineData("text/html", true)]
    [InlineData("TEXT/HTML", true)]
    [InlineData("text/html;level=1", true)]
    [InlineData("text/html;q=0.001", true)]
    [InlineData("application/xml, text/html ; q=0.9", true)]
    [InlineData("text/html;q=0", false)]
    [InlineData("text/html;q=0.000", false)]
    [InlineData("text/html;level=1; Q = 0", false)]
    [InlineData("text/html;q=0, text/html", true)]
    [InlineData("text/html;quality=0", true)]
    [InlineData("text/html;q=none", true)]
    [InlineData("text/htmlx", false)]
    [InlineData("text/*", false)]
    [InlineData("*/*", false)]
    [InlineData("", false)]
    [InlineData(",;q=0,", false)]
    public void A_type_is_named_where_it_is_wanted(string header, bool isNamed) =>
        Assert.Equal(isNamed, AcceptHeader.Names(header, "text/html"));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("*/*", true)]
    [InlineData("application/*", true)]
    [InlineData("application/json", true)]
    [InlineData("application/json;q=0", false)]
    [InlineData("*/*, application/json;q=0", false)]
    [InlineData("application/*;q=0, */*", false)]
    [InlineData("application/*;q=0, application/json", true)]
    [InlineData("*/*;q=0", false)]
    [InlineData("text/html", false)]
    public void The_most_specific_range_decides(string? header, bool isTaken) =>
        Assert.Equal(isTaken, AcceptHeader.Takes(header, "application/json"));

    [Fact]
    public void Several_headers_are_one_list() =>
        Assert.False(AcceptHeader.Takes(new StringValues(["*/*", "application/json;q=0"]), "application/json"));
}
