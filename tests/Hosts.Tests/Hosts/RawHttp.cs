using System.Net.Sockets;
using System.Text;
using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>HTTP/1.1 over a socket: what the script says goes out as it is, one connection a request.</summary>
internal static class RawHttp
{
    public static async Task<RawAnswer> SendAsync(int port, RawRequest request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await using var stream = client.GetStream();
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nHost: mcp.example.com\r\nConnection: close\r\n");
        if (request.HasBody)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {request.Body.Length}\r\n");
        }

        foreach (var (name, value) in request.Headers)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        await stream.WriteAsync(request.Body, cancellationToken);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, cancellationToken);
        return Parse(answer.ToArray());
    }

    private static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])).ToList();
        Assert.DoesNotContain(headers, header => header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        return RawAnswer.Of(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers, bytes[(end + 4)..]);
    }
}
