using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Http;

public sealed class ClientAddressTests
{
    private const string Connection = "10.0.0.1";

    [Theory]
    [InlineData(0, "203.0.113.7", Connection)]
    [InlineData(1, "203.0.113.7", "203.0.113.7")]
    [InlineData(1, "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData(2, "198.51.100.1,203.0.113.7", "198.51.100.1")]
    [InlineData(1, "203.0.113.7:51234", "203.0.113.7")]
    [InlineData(1, "[2001:db8::1]:443", "2001:db8::1")]
    [InlineData(1, "2001:db8::1", "2001:db8::1")]
    [InlineData(1, "::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData(2, "203.0.113.7", Connection)]
    [InlineData(1, null, Connection)]
    [InlineData(1, "", Connection)]
    [InlineData(1, "203.0.113.7, unknown", Connection)]
    [InlineData(1, "203.0.113.7,", Connection)]
    public void The_address_is_what_the_last_trusted_proxy_wrote(int proxies, string? forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(Connection);
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(IPAddress.Parse(expected), new ClientAddress(Options.Create(new ServerlessMcpOptions { TrustedProxies = proxies })).Of(context));
    }

    [Fact]
    public void A_header_that_came_twice_counts_as_one_list()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Forwarded-For"] = new(["198.51.100.1", "203.0.113.7"]);
        Assert.Equal(IPAddress.Parse("203.0.113.7"), new ClientAddress(Options.Create(new ServerlessMcpOptions { TrustedProxies = 1 })).Of(context));
    }
}
