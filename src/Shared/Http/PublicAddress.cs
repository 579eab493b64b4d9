using System.Net;
using System.Net.Sockets;

namespace ServerlessMcp.Http;

/// <summary>
/// Which IP addresses belong to hosts of the public Internet: those that are globally reachable in IANA's registries of
/// special-purpose addresses (RFC 6890), without the clouds' own metadata services.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's host agent, reachable from every virtual machine and function
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    // Tunnels that carry an IPv4 address (Teredo, 6to4), documentation and protocol assignments.
    private static readonly IPNetwork[] SpecialV6 =
    [
        IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    // How a network without IPv4 (DNS64) names hosts that have nothing else: the last four bytes are their address.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether a blob may be fetched from it without the account naming its host.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (Nat64.Contains(address))
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(Special, network => network.Contains(address))
            : Global.Contains(address) && !Array.Exists(SpecialV6, network => network.Contains(address));
    }
}
