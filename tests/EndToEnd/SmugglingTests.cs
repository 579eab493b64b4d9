using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>Credentials on the wire as no HTTP client writes them.</summary>
public sealed class SmugglingTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Fact]
    public async Task Folded_doubled_joined_and_oversized_credentials_are_refused()
    {
        await using var server = await LocalServer.StartAsync();
        var token = (await server.Api.MintAsync()).Token;

        Assert.Equal(200, await StatusAsync(server, $"Authorization: Bearer {token}"));

        // Obsolete line folding (RFC 9112, 5.2), a space before the colon, and a bare carriage return are no HTTP.
        Assert.Equal(400, await StatusAsync(server, $"Authorization: Bearer\r\n {token}"));
        Assert.Equal(400, await StatusAsync(server, $"X-Other: x\r\n\tAuthorization: Bearer {token}"));
        Assert.Equal(400, await StatusAsync(server, $"Authorization : Bearer {token}"));
        Assert.Equal(400, await StatusAsync(server, $"X-Other: x\rAuthorization: Bearer {token}"));
        Assert.Equal(401, await StatusAsync(server, $"Authorization: Bearer x\r\nAuthorization: Bearer {token}"));
        Assert.Equal(401, await StatusAsync(server, $"Authorization: Bearer {token}\r\nauthorization: Bearer {token}"));
        Assert.Equal(401, await StatusAsync(server, $"Authorization: Bearer {token}, Bearer {token}"));
        Assert.Equal(401, await StatusAsync(server, $"Authorization: Bearer\t{token}"));
        Assert.Equal(401, await StatusAsync(server, $"Authorization: Bearer {new string('a', 20_000)}"));
        Assert.Equal(431, await StatusAsync(server, $"Authorization: Bearer {new string('a', 60_000)}"));
    }

    // RFC 9110, 8.6: digits, and nothing else. Whoever reads more into it, or less, ends the body elsewhere than whoever stands before it.
    [Fact]
    public async Task A_Content_Length_that_is_not_digits_alone_is_refused()
    {
        await using var server = await LocalServer.StartAsync();
        var authorization = $"Authorization: Bearer {(await server.Api.MintAsync()).Token}";
        Assert.Equal(200, await StatusAsync(server, authorization));
        foreach (var length in new[] { $"+{Ping.Length}", $"-{Ping.Length}", "0x28", $"{Ping.Length}.0", $"{Ping.Length},{Ping.Length}", $"{Ping.Length};", "4 0", "+", "" })
        {
            Assert.Equal(400, await StatusAsync(server, authorization, length));
        }
    }

    // Before it is anybody's request: a path with a zero byte, however it is written, is a dead URL to nobody.
    [Fact]
    public async Task A_zero_byte_in_the_path_is_refused_by_the_web_server_without_a_word()
    {
        await using var server = await LocalServer.StartAsync();
        var answer = await RawSocket.SendAsync(server.Welcome.Address,
            $"POST /mcp/smcp_%00 HTTP/1.1\r\nHost: {server.Welcome.Address.Authority}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(LocalServer server, string headers, string? length = null)
    {
        var answer = await RawSocket.SendAsync(server.Welcome.Address,
            $"POST /mcp HTTP/1.1\r\nHost: {server.Welcome.Address.Authority}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length ?? $"{Ping.Length}"}\r\n{headers}\r\n\r\n{Ping}");
        return int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
