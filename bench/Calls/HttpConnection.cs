using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessMcp.Bench.Calls;

/// <summary>
/// One kept connection, read and written by one thread that blocks: of the two cores that are measured, as little as can be goes to the one who measures. It knows of HTTP what it needs here:
/// a head, and a body of <c>Content-Length</c>.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket socket;
    private readonly byte[] buffer = new byte[256 * 1024];
    private int filled;

    /// <summary>A connection that somebody else opened.</summary>
    public HttpConnection(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
    }

    /// <summary>A new connection to a port of this machine.</summary>
    public HttpConnection(int port)
        : this(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)) => socket.Connect(IPAddress.Loopback, port);

    /// <summary>The bytes of a request with a body in ASCII.</summary>
    public static byte[] Request(string method, string path, string body, string? token = null) => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
        + $"Content-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>Sends bytes as they are.</summary>
    public void Send(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
            message = message[socket.Send(message)..];
    }

    /// <summary>Reads one message; false where the other side has closed. What comes is good until the next is read.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> body)
    {
        head = body = default;
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!Fill())
                return false;
        }

        var length = end + 4 + Length(buffer.AsSpan(0, end));
        while (filled < length)
        {
            if (!Fill())
                return false;
        }

        if (filled != length)
            throw new InvalidDataException("More came than one message.");
        head = buffer.AsSpan(0, end);
        body = buffer.AsSpan(end + 4, length - end - 4);
        filled = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private bool Fill()
    {
        var read = socket.Receive(buffer.AsSpan(filled));
        filled += read;
        return read > 0;
    }

    private static int Length(ReadOnlySpan<byte> head)
    {
        var name = "content-length: "u8;
        for (var at = 0; at + name.Length < head.Length; at++)
        {
            if (head[at] == (byte)'\n' && Ascii.EqualsIgnoreCase(head.Slice(at + 1, name.Length), name))
                return Utf8Parser.TryParse(head[(at + 1 + name.Length)..], out int length, out _) ? length : throw new InvalidDataException("Content-Length is no number.");
        }

        return 0;
    }
}
