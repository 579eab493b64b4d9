using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServerlessMcp.Http;

/// <summary>
/// Where a request comes from. Behind proxies that is what the last of them wrote, counted from the right: everything
/// further left is the caller's own word.
/// https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#selecting_an_ip_address
/// </summary>
internal sealed class ClientAddress(IOptions<ServerlessMcpOptions> options)
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>The caller's address; null where nobody knows it. With fewer entries than proxies, or one that is no
    /// address, it is that of the connection.</summary>
    public IPAddress? Of(HttpContext context)
    {
        var hops = options.Value.TrustedProxies;
        var address = hops > 0
            && string.Join(',', context.Request.Headers[ForwardedFor].AsEnumerable()).Split(',') is var entries
            && entries.Length >= hops
            && IPEndPoint.TryParse(entries[^hops].Trim(), out var forwarded) // Azure's front end writes the port too.
                ? forwarded.Address
                : context.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }

    // Brute force: who has one IPv6 address has the /64 around it, so the network is counted and not the address.
    internal static string Network(IPAddress? address) => address switch
    {
        null => "?",
        { AddressFamily: AddressFamily.InterNetworkV6 } =>
            new IPNetwork(new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]), 64).ToString(),
        _ => address.ToString(),
    };
}
