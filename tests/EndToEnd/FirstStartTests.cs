using System.Net;
using System.Text.Json;
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
            Assert.Equal(
                ["the one that the first start showed; the records have only its digest", $"another: stop this, then dotnet run --project src/Local -- --new-admin-token --data \"{again.DataFolder}\""],
                [again.Welcome.AdminToken, again.Welcome.After("Admin token")]);
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

    /// <summary>Nobody looks for a URL between lines of JSON, or scrolls to the right for it; a terminal that breaks lines breaks what is pasted.</summary>
    [Fact]
    public async Task The_banner_comes_first_and_fits_100_columns()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its shells take no common break of a command, so commands stand in a line there.");
        using var folder = new TemporaryFolder();
        foreach (var start in (int[])[1, 2])
        {
            await using var server = await LocalServer.StartAsync(folder, adminToken: null, arguments: ["--log", "Information"]);
            var lines = server.Welcome.Text.Split('\n');
            Assert.Equal("", lines[0]);
            Assert.StartsWith("ServerlessMcp ", lines[1], StringComparison.Ordinal);
            var banner = lines.TakeWhile(line => !line.StartsWith("  Records ", StringComparison.Ordinal)).Where(line => !line.Contains(folder.Path, StringComparison.Ordinal));
            Assert.All(banner, line => Assert.True(line.Length <= 100, $"{line.Length}: {line}"));

            // What was logged before it comes after it.
            await server.SaysAsync(said => Noted(said) == 2);
            Assert.True(server.Everything.IndexOf("ServerlessMcp.Audit", StringComparison.Ordinal) > server.Welcome.Text.LastIndexOf("Records", StringComparison.Ordinal), $"At start {start}: {server.Everything}");
        }

        static int Noted(string said) => said.Split('\n').Count(line => line.Contains("\"event\":\"mint", StringComparison.Ordinal));
    }

    /// <summary>What a newcomer pastes, pasted: the shell puts the lines together again.</summary>
    [Fact]
    public async Task Its_commands_work_as_they_stand_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a shell.");
        Assert.SkipWhen(Checkout.Find("curl") is null, "There is no curl on the PATH.");
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync(folder, adminToken: null);

        using var listed = JsonDocument.Parse(await PasteAsync(server.Welcome.Block("curl")));
        Assert.NotEmpty(listed.RootElement.GetProperty("result").GetProperty("tools").EnumerateArray());
        using var minted = JsonDocument.Parse(await PasteAsync(server.Welcome.Block("Mint more")));
        Assert.Contains(minted.RootElement.Text("id"), await server.Api.IdsAsync());
        Assert.Equal($"--transport http tfc {server.FirstUrl}\n", await PasteAsync(server.Welcome.Block("Claude Code").Replace("claude mcp add", "echo", StringComparison.Ordinal)));
        using var cursor = JsonDocument.Parse($"{{{server.Welcome.Block("Cursor").Split("in mcpServers")[0]}}}");
        Assert.Equal(server.FirstUrl.AbsoluteUri, cursor.RootElement.GetProperty("tfc").Text("url"));

        async Task<string> PasteAsync(string command)
        {
            var environment = RunningProgram.CleanEnvironment(folder.Path);
            environment["ADMIN_TOKEN"] = server.AdminToken;
            await using var shell = RunningProgram.Start("/bin/sh", ["-c", command], environment);
            Assert.True(await shell.ExitAsync() == 0, shell.Errors);
            return shell.Output;
        }
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
