using System.Net.Sockets;
using System.Text;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>Bytes that no HTTP client would send.</summary>
internal static class RawSocket
{
    /// <summary>Sends them, and reads until the server closes.</summary>
    public static async Task<string> SendAsync(Uri address, string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
