using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessMcp.Bench.Calls;

/// <summary>A Terraform of one answer, on loopback: whatever is asked, it is the document, from memory.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] answer;

    /// <summary>Starts it.</summary>
    public Upstream(byte[] document)
    {
        answer =
        [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.api+json\r\nTFP-API-Version: 2.6\r\nX-RateLimit-Limit: 30\r\nX-RateLimit-Remaining: 29\r\nX-RateLimit-Reset: 0.9\r\nX-Request-Id: 5a1c\r\nContent-Length: {document.Length}\r\n\r\n"),
            .. document,
        ];
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(128);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = new HttpConnection(listener.Accept());
                new Thread(() => Serve(connection), maxStackSize: 256 * 1024) { IsBackground = true }.Start();
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(HttpConnection connection)
    {
        using (connection)
        {
            try
            {
                while (connection.TryReceive(out _, out _))
                    connection.Send(answer);
            }
            catch (SocketException)
            {
                // The host has gone.
            }
        }
    }
}
