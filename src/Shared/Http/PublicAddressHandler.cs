using System.Net;
using System.Net.Sockets;

namespace ServerlessMcp.Http;

/// <summary>
/// Connections to hosts that an answer of the API named, and nobody else vouches for. The address is checked when the
/// connection is made, and the connection goes to the address that was checked, so that a name which resolves
/// differently a moment later (DNS rebinding) gains nothing.
/// </summary>
internal static class PublicAddressHandler
{
    /// <summary>
    /// A handler that reaches public addresses only. It uses no proxy, because behind one nobody sees which address is
    /// reached; a network that needs its proxy names the host in the account's <c>blob_hosts</c>.
    /// </summary>
    public static SocketsHttpHandler CreateHandler()
    {
        var handler = OutboundHandler.Create();
        handler.UseProxy = false;
        handler.ConnectCallback = ConnectAsync;
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, PublicAddress.Is))
            throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
