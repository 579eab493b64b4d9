using System.Net;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>What the first start, and later ones, make and show.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task The_admin_token_is_shown_once_and_another_is_made_when_asked_for()
    {
        using var folder = new TemporaryFolder();
        string first;
        MintedUrl minted;
        await using (var server = await LocalServer.StartAsync(folder, adminToken: null))
        {
            first = server.AdminToken;
            Assert.StartsWith("smcpapi_", first, StringComparison.Ordinal);
            minted = await server.Api.MintAsync();
        }

        await using (var again = await LocalServer.StartAsync(folder, adminToken: null))
        {
            Assert.Contains("--new-admin-token", again.Welcome.AdminToken, StringComparison.Ordinal);
            Assert.DoesNotContain(first, again.Everything, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await again.Api.PingAsync(again.UrlOf(minted.Token)));
        }

        await using var another = await LocalServer.StartAsync(folder, adminToken: null, arguments: "--new-admin-token");
        Assert.StartsWith("smcpapi_", another.AdminToken, StringComparison.Ordinal);
        Assert.NotEqual(first, another.AdminToken);
        using var before = new ControlPlane(another.Welcome.Address, first);
        Assert.Contains(minted.Id, await before.IdsAsync());
        Assert.Contains(minted.Id, await another.Api.IdsAsync());
    }

    [Fact]
    public async Task Urls_start_with_the_public_one_where_a_proxy_stands_before()
    {
        await using var server = await LocalServer.StartAsync(arguments: ["--public-url", "https://mcp.example.com"]);
        Assert.Equal(new Uri("https://mcp.example.com"), server.Welcome.Address);
        Assert.Equal("https://mcp.example.com", server.FirstUrl.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task Only_this_user_can_read_the_records()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes; the folder's access list holds there.");
        await using var server = await LocalServer.StartAsync();
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
#pragma warning disable CA1416 // Skipped above.
        Assert.All(Directory.EnumerateFileSystemEntries(server.DataFolder, "*", SearchOption.AllDirectories).Append(server.DataFolder),
            path => Assert.Equal(default, File.GetUnixFileMode(path) & Others));
#pragma warning restore CA1416
    }
}
